"""Who is told of an alert: a real Alertmanager by its exporter, and a receiver of Slack's shape."""

import datetime
import json
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from assay_service import until
from loop import GOOD, MODEL, REFUSAL, ROUTE, firing, loop_config
from spans import MILLISECOND, span
from test_alertmanager import Alertmanager

needs_alertmanager = pytest.mark.skipif(
    not shutil.which("prometheus-alertmanager"), reason="Debian's package prometheus-alertmanager is absent")


class Receiver:
    """A webhook that remembers what it was told; it answers each new request with the next status, then with 200."""

    def __init__(self, *statuses: int):
        self.requests: list[tuple[dict, dict]] = []
        waiting = list(statuses)
        requests_seen = self.requests

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                requests_seen.append((dict(self.headers.items()), json.loads(body)))
                self.send_response(waiting.pop(0) if waiting else 200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def receiver():
    begun = []

    def start(*statuses: int) -> Receiver:
        begun.append(Receiver(*statuses))
        return begun[-1]

    yield start
    for one in begun:
        one.stop()


def make_bad(service) -> None:
    service.send(*[span(REFUSAL, duration=MILLISECOND) for _ in range(40)])
    until(lambda: firing(service), what="the alert")


def make_good(service) -> None:
    """Good answers until the window has forgotten the bad ones."""
    def step():
        service.send(*[span(GOOD, duration=MILLISECOND) for _ in range(20)])
        return not firing(service)
    until(step, 30, 0.5, "the end of the alert")


def shadow(**exporters) -> dict:
    return loop_config("shadow") | {"exporters": exporters}


@needs_alertmanager
def test_an_alertmanager_is_told_again_and_again_until_it_is_over(start_service, receiver, tmp_path):
    people = receiver()
    manager = Alertmanager(tmp_path, people.url)
    try:
        service = start_service(shadow(duty={
            "plugin": "alertmanager", "url": manager.url, "interval": "1s", "ends_after": "10s",
            "labels": {"severity": "page"}, "external_url": "https://assay.example"}))

        def alerts() -> list[dict]:
            return requests.get(f"{manager.url}/api/v2/alerts", timeout=5).json()

        make_bad(service)
        first = until(alerts, what="the alert in Alertmanager")[0]
        assert first["labels"] == {"alertname": "refusals", "route": ROUTE, "model": MODEL, "severity": "page"}
        assert "fail_ratio of no-refusal is" in first["annotations"]["summary"]
        assert first["generatorURL"] == "https://assay.example/api/alerts"
        began = datetime.datetime.fromisoformat(first["startsAt"])
        assert abs((datetime.datetime.now(datetime.UTC) - began).total_seconds()) < 15

        # Told again: its end moves on, its beginning and its fingerprint stay. A restart changes nothing of that.
        later = until(lambda: [one for one in alerts() if one["endsAt"] > first["endsAt"]], what="a repeat")[0]
        assert (later["startsAt"], later["fingerprint"]) == (first["startsAt"], first["fingerprint"])
        service.kill()
        service.start()
        seen = alerts()[0]["endsAt"]
        after = until(lambda: [one for one in alerts() if one["endsAt"] > seen], what="a repeat after a restart")[0]
        assert (after["startsAt"], after["fingerprint"]) == (first["startsAt"], first["fingerprint"])

        make_good(service)
        until(lambda: not alerts(), 10, what="the end in Alertmanager")
        until(lambda: people.requests and people.requests[-1][1]["status"] == "resolved", 15, what="the message of it")
        states = [body["status"] for _, body in people.requests]
        assert states[0] == "firing" and states[-1] == "resolved"
        assert "resolved" not in states[:-1], "it never seemed over before it was"
    finally:
        manager.stop()


@needs_alertmanager
def test_what_alertmanager_says_is_not_said_back(start_service, tmp_path, receiver):
    manager = Alertmanager(tmp_path, receiver().url)
    try:
        config = {
            "alerts": {"ProviderIsSlow": {"when": {"signal": "external"}}},
            "exporters": {"duty": {"plugin": "alertmanager", "url": manager.url, "interval": "1s"}},
        }
        service = start_service(config)
        message = {
            "version": "4", "groupKey": "g", "status": "firing", "receiver": "assay", "groupLabels": {},
            "commonLabels": {}, "commonAnnotations": {}, "externalURL": "", "truncatedAlerts": 0,
            "alerts": [{
                "status": "firing", "labels": {"alertname": "ProviderIsSlow", "route": ROUTE}, "annotations": {},
                "startsAt": datetime.datetime.now(datetime.UTC).isoformat(), "endsAt": "0001-01-01T00:00:00Z",
                "generatorURL": "", "fingerprint": "0123456789abcdef"}],
        }
        answer = service.session.post(f"{service.url}/api/alertmanager", json=message, timeout=10)
        assert answer.status_code == 200, answer.text
        until(lambda: firing(service), what="the alert")
        time.sleep(2.5)  # Two intervals in which it could have been repeated.
        assert requests.get(f"{manager.url}/api/v2/alerts", timeout=5).json() == []
    finally:
        manager.stop()


def test_slack_gets_its_shape_once_however_often_it_is_tried(start_service, receiver):
    slack = receiver(503)
    service = start_service(shadow(chat={"plugin": "webhook", "url": slack.url, "shape": "slack"}))
    make_bad(service)
    until(lambda: len(slack.requests) >= 2, 15, what="a second attempt")
    make_good(service)
    until(lambda: len(slack.requests) >= 3, 15, what="the end")
    (first, fired), (again, repeated), (_, over) = slack.requests[:3]
    assert fired == repeated
    assert first["webhook-id"] == again["webhook-id"], "one id, however often it is sent"
    assert fired["text"].startswith("refusals fires for model=gpt-4o-mini,route=checkout-assistant: ")
    assert [fired["attachments"][0]["color"], over["attachments"][0]["color"]] == ["#d62728", "#2ca02c"]
    assert all(block["type"] in ("section", "context") for block in fired["attachments"][0]["blocks"])
    assert len(slack.requests) == 3
