"""A person's override: it goes before throttles, it is audited, and it expires."""

import json
import time

import pytest

from assay_service import until
from loop import MODEL, ROUTE, ask, audit, drive_until_cut, loop_config, share

BODY = {"admit": 0, "for": "10m", "reason": "the provider asked for it", "by": "ada"}


@pytest.fixture
def service(start_service):
    return start_service(loop_config())


def put(service, scope: str, **changes):
    return service.session.put(f"{service.url}/api/throttles/{scope}", json={**BODY, **changes}, timeout=10)


def delete(service, scope: str):
    return service.session.delete(f"{service.url}/api/throttles/{scope}", timeout=10)


def decisions(service, **other) -> set[str]:
    return {ask(service, **other)["decision"] for _ in range(60)}


def test_it_refuses_and_is_taken_back(service):
    assert decisions(service) == {"admit"}
    assert put(service, f"route={ROUTE}").ok
    assert decisions(service) == {"reject"}
    assert decisions(service, route="another") == {"admit"}
    assert "ada" in str(service.get("/api/throttles"))
    assert "the provider asked for it" in str(service.get("/api/throttles"))
    assert delete(service, f"route={ROUTE}").ok
    assert decisions(service) == {"admit"}


def test_it_admits_a_share(service):
    assert put(service, f"route={ROUTE}", admit=0.5).ok
    count = 1000
    admitted = sum(ask(service)["decision"] == "admit" for _ in range(count))
    assert abs(admitted / count - 0.5) < 0.08


def test_it_expires(service):
    assert put(service, f"route={ROUTE}", **{"for": "2s"}).ok
    assert decisions(service) == {"reject"}
    until(lambda: decisions(service) == {"admit"}, 10, 0.2, "the end of the override")
    actions = until(
        lambda: len(found := [entry["action"] for entry in audit(service, "override")]) >= 2 and found,
        what="the audit of the end")
    assert actions == ["set", "expire"]


def test_it_goes_before_a_throttle(service):
    drive_until_cut(service)
    assert put(service, f"route={ROUTE},model={MODEL}", admit=1).ok
    assert decisions(service) == {"admit"}
    assert delete(service, f"route={ROUTE},model={MODEL}").ok
    assert share(service) < 1
    assert "reject" in decisions(service)


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_it_outlives_a_restart(service, end):
    """Set or taken back: once that is answered, it is so whatever happens. Luck does not help five times."""
    for _ in range(5):
        assert put(service, "*").ok
        getattr(service, end)()
        service.start()
        assert decisions(service, route="any") == {"reject"}
        assert delete(service, "*").ok
        getattr(service, end)()
        service.start()
        assert decisions(service, route="any") == {"admit"}
    actions = [entry["action"] for entry in audit(service, "override")]
    assert actions == ["set", "remove"] * 5


def test_it_is_audited_with_its_author(service):
    put(service, f"route={ROUTE}", admit=0.25)
    delete(service, f"route={ROUTE}")
    entries = audit(service, "override")
    assert [entry["actor"] for entry in entries][0] == "ada"
    assert entries[0]["scope"] == f"route={ROUTE}"
    assert entries[0]["to"] == 0.25
    assert "the provider asked for it" in entries[0]["evidence"]
    assert len(entries) == 2


@pytest.mark.parametrize(("scope", "changes"), [
    ("route", {}), ("colour=red", {}), ("route=", {}), ("route=x", {"admit": 2}), ("route=x", {"admit": -0.1}),
    ("route=x", {"admit": "all"}), ("route=x", {"for": "a while"}), ("route=x", {"for": 10}),
    ("route=x", {"admit": None}), ("route=x", {"for": "99999999999999d"}),
])
def test_what_makes_no_sense_is_refused(service, scope, changes):
    answer = put(service, scope, **changes)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
    assert decisions(service) == {"admit"}


def test_what_is_not_there_cannot_be_taken_back(service):
    assert delete(service, "route=nothing").status_code == 404


def events(answer):
    """The data of each event of a stream."""
    for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


def test_a_stream_follows_it_within_a_second(service):
    with service.session.get(f"{service.url}/api/throttles/stream", stream=True, timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        stream = events(answer)
        assert next(stream) == {"throttles": [], "overrides": []}
        began = time.monotonic()
        assert put(service, f"route={ROUTE}").ok
        overrides = next(stream)["overrides"]
        assert time.monotonic() - began < 1
        assert [override["scope"] for override in overrides] == [f"route={ROUTE}"]
        assert delete(service, f"route={ROUTE}").ok
        assert next(stream)["overrides"] == []


def test_a_stream_does_not_keep_the_service_from_stopping(service):
    with service.session.get(f"{service.url}/api/throttles/stream", stream=True, timeout=30) as answer:
        next(events(answer))
        began = time.monotonic()
        service.stop()
        assert time.monotonic() - began < 10
        assert list(events(answer)) == []
