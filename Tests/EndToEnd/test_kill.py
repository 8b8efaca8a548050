"""kill -9 while batches pour in: what was acknowledged is there after the restart, once."""

import contextlib
import random
import sqlite3
import threading
import time

import pytest
import requests

from assay_service import Service, until
from metrics_text import total
from spans import identity, request, span

ROUNDS = 20
SENDERS = 4
BATCH = 10


class Sender(threading.Thread):
    """Exports batch after batch, and each until it is acknowledged, as an SDK does."""

    def __init__(self, service: Service, seed: int):
        super().__init__(daemon=True)
        self.service = service
        self.random = random.Random(seed)
        self.stopping = threading.Event()
        self.acknowledged: set[tuple[str, str]] = set()
        self.sent: set[tuple[str, str]] = set()
        self.retries = 0
        self.unexpected: list[str] = []

    def run(self) -> None:
        session = requests.Session()
        while not self.stopping.is_set():
            spans = [span(f"Answer {self.random.random()}") for _ in range(self.random.randint(1, BATCH))]
            ids = {identity(one) for one in spans}
            body = request(spans)
            self.sent |= ids
            while not self._acknowledged(session, body):
                if self.stopping.is_set():
                    return
                self.retries += 1
                time.sleep(0.02)
            self.acknowledged |= ids

    def _acknowledged(self, session: requests.Session, body: bytes) -> bool:
        headers = {"content-type": "application/x-protobuf"}
        try:
            answer = session.post(f"{self.service.url}/v1/traces", data=body, headers=headers, timeout=10)
        except requests.RequestException:
            return False
        if answer.status_code == 200 and not answer.content:
            return True
        if answer.status_code not in (429, 502, 503, 504):
            self.unexpected.append(f"{answer.status_code}: {answer.content[:200]!r}")
            self.stopping.set()
        return False


def stored(service: Service) -> list[tuple[str, str]]:
    """The ids of every call in the store, as often as they are there."""
    with contextlib.closing(sqlite3.connect(f"file:{service.database}?mode=ro", uri=True, timeout=10)) as index:
        rows = index.execute("SELECT trace, span FROM calls").fetchall()
    # SQLite's integers are signed.
    return [(trace.hex(), f"{number & (1 << 64) - 1:016x}") for trace, number in rows]


def test_what_was_acknowledged_is_there_once(start_service, record_property):
    service = start_service()
    generator = random.Random(20)
    senders = [Sender(service, seed) for seed in range(SENDERS)]
    for sender in senders:
        sender.start()
    before = 0
    for round in range(ROUNDS):
        time.sleep(generator.uniform(0.05, 0.8))
        service.kill()
        # Read after the kill: everything in here was acknowledged before it.
        acknowledged = set().union(*(sender.acknowledged.copy() for sender in senders))
        before = len(stored(service))
        service.start()
        until(lambda: acknowledged <= set(stored(service)), 20, what=f"round {round}: the acknowledged calls")
        rows = stored(service)
        assert len(rows) == len(set(rows)), f"round {round}: calls that are there twice"
    for sender in senders:
        sender.stopping.set()
    for sender in senders:
        sender.join(20)
        assert not sender.unexpected
    acknowledged = set().union(*(sender.acknowledged for sender in senders))
    sent = set().union(*(sender.sent for sender in senders))
    until(lambda: acknowledged <= set(stored(service)), 20, what="the acknowledged calls")
    rows = stored(service)
    assert len(rows) == len(set(rows))
    assert set(rows) <= sent, "calls that nobody sent"
    # Exported counters begin at 0 with each process: the last one counted what its forerunner had
    # left uncounted, and what came since.
    counted = len(rows) - before
    until(lambda: total(service.metrics(), "assay_calls_total") == counted, what=f"{counted} calls counted")
    assert service.stop() == 0
    record_property("calls", len(rows))
    record_property("retries", sum(sender.retries for sender in senders))


def test_a_retry_after_a_restart_is_still_seen_twice(start_service):
    """The sender never got the answer; its retry reaches the next process."""
    service = start_service()
    spans = [span() for _ in range(5)]
    service.send(*spans)
    service.kill()
    service.start()
    service.send(*spans)
    service.send(*spans[::-1])
    service.send(span("marker"))
    until(lambda: len(stored(service)) >= 6, what="the calls")
    assert len(set(stored(service))) == len(stored(service)) == 6


@pytest.mark.parametrize("torn", ["assay.db-wal", "assay.db.journal/*-wal"], ids=["index", "journal"])
def test_a_torn_log_is_recovered_from(start_service, torn):
    """Half of a write-ahead log is gone, as after a loss of power: the service starts and goes on.

    The index is made again from the journal. What the journal itself has lost cannot come back.
    """
    service = start_service()
    spans = [[span() for _ in range(20)] for _ in range(20)]
    for batch in spans:
        service.send(*batch)
    service.kill()
    logs = list(service.folder.glob(torn))
    assert logs
    for log in logs:
        log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    service.start()
    if torn == "assay.db-wal":
        sent = sorted(identity(one) for batch in spans for one in batch)
        until(lambda: sorted(stored(service)) == sent, what="all calls, once")
    after = [span(f"After the loss {number}.") for number in range(20)]
    service.send(*after)
    until(lambda: {identity(one) for one in after} <= set(stored(service)), what="the calls after the loss")
    # Whatever is listed can be read, with its content or without.
    for call in service.get("/api/calls", limit=1000)["calls"]:
        service.get(f"/api/calls/{call['id']}")
    rows = stored(service)
    assert len(rows) == len(set(rows))
    newest = service.get("/api/calls", limit=1)["calls"][0]
    assert service.get(f"/api/calls/{newest['id']}")["output"] == "After the loss 19."


def test_graceful_stop_loses_nothing(start_service):
    service = start_service()
    senders = [Sender(service, 100 + seed) for seed in range(SENDERS)]
    for sender in senders:
        sender.start()
    time.sleep(1.5)
    begun = time.monotonic()
    assert service.stop() == 0
    assert time.monotonic() - begun < 15
    for sender in senders:
        sender.stopping.set()
        sender.join(20)
        assert not sender.unexpected
    acknowledged = set().union(*(sender.acknowledged for sender in senders))
    assert acknowledged
    rows = stored(service)
    assert len(rows) == len(set(rows))
    # Stopped in good order, so even without a restart to replay the journal.
    assert acknowledged <= set(rows)
