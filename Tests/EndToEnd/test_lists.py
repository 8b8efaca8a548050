"""Lists of calls and verdicts: filtered, and page by page."""

import pytest
from assay_service import until
from metrics_text import total
from spans import span


@pytest.fixture(scope="module")
def service(start_shared_service):
    service = start_shared_service({
        "sampling": {"default": "100%"},
        "evaluators": {"no-badger": {"plugin": "regex", "must_not_match": "badger", "sample": "100%"}},
    })
    service.send(*[span("a badger" if number % 2 else "an otter", model="gpt-4o" if number < 4 else "gpt-4o-mini")
                   for number in range(12)])
    service.send(span(None, error="timeout"))
    until(lambda: total(service.metrics(), "assay_evaluations_total") == 13, what="a verdict on every call")
    until(lambda: len(service.get("/api/evaluations", limit=100)["evaluations"]) == 13, what="the verdicts on disk")
    return service


def refused(service, path: str, **query) -> str:
    answer = service.session.get(f"{service.url}{path}", params=query)
    assert answer.status_code == 400, answer.text
    return answer.json()["error"]["message"]


def test_calls_are_filtered(service):
    assert len(service.get("/api/calls")["calls"]) == 13
    assert len(service.get("/api/calls", scope="model=gpt-4o")["calls"]) == 4
    assert [call["error_type"] for call in service.get("/api/calls", outcome="error")["calls"]] == ["timeout"]
    failed = service.get("/api/calls", evaluator="no-badger", verdict="fail")["calls"]
    assert len(failed) == 6
    assert all(call["verdicts"][0]["verdict"] == "fail" for call in failed)
    assert service.get("/api/calls", to="1h")["calls"] == []
    assert len(service.get("/api/calls", **{"from": "1h"})["calls"]) == 13


def test_pages_follow_each_other(service):
    ids, after = [], {}
    while True:
        page = service.get("/api/calls", limit=5, **after)
        ids += [call["id"] for call in page["calls"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert ids == sorted(set(ids), reverse=True) and len(ids) == 13


def test_evaluations_say_what_they_are_about(service):
    listed = service.get("/api/evaluations", verdict="fail")
    assert len(listed["evaluations"]) == 6
    first = listed["evaluations"][0]
    call = service.get(f"/api/calls/{first['call']}")
    assert call["trace_id"] == first["trace_id"] and call["output"] == "a badger"
    start, end = first["evidence"][0]
    assert call["output"][start:end] == "badger"
    ratios = {(ratio["evaluator"], ratio["model"]): ratio for ratio in listed["ratios"]}
    assert ratios["no-badger", "gpt-4o"]["fail_ratio"] == 0.5
    assert ratios["no-badger", "gpt-4o"]["samples"] == 4


def test_a_wrong_parameter_is_named(service):
    assert "'colour'" in refused(service, "/api/calls", colour="red")
    assert "ok, error, truncated, filtered" in refused(service, "/api/calls", outcome="good")
    assert "'after'" in refused(service, "/api/calls", after="yesterday")
    assert "'from'" in refused(service, "/api/calls", **{"from": "soon"})
    assert "'scope'" in refused(service, "/api/evaluations", scope="colour=red")
    assert "1 to 1000" in refused(service, "/api/alerts", limit="0")
