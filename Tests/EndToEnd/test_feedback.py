"""What people say of answers: it is kept, held against the verdicts, and turned into a threshold."""

import json

import pytest
from assay_service import until
from spans import span


CONFIG = {
    "sampling": {"default": "100%"},
    "evaluators": {
        "no-badger": {"plugin": "regex", "must_not_match": "badger", "sample": "100%"},
        "right": {"plugin": "reference_answer", "method": "normalised", "sample": "100%"},
    },
}


@pytest.fixture
def service(start_service):
    return start_service(CONFIG)


def post(service, **label):
    return service.session.post(f"{service.url}/api/feedback", json=label, timeout=20)


def judged(service, count: int) -> list[dict]:
    """The newest calls, once all of them have their verdicts."""
    def look():
        calls = service.get("/api/calls?limit=1000")["calls"]
        return calls if len(calls) >= count and all(c["verdicts"] for c in calls) else None
    return until(look, 20, 0.1, "verdicts")


def agreement(service, evaluator: str = "no-badger") -> dict:
    return next(e for e in service.get("/api/feedback")["evaluators"] if e["evaluator"] == evaluator)


def test_precision_and_recall_against_people(service):
    service.send(*[span("a badger") for _ in range(3)], *[span("a mouse") for _ in range(4)])
    calls = judged(service, 7)
    failed = [c["id"] for c in calls if any(v["verdict"] == "fail" for v in c["verdicts"])]
    passed = [c["id"] for c in calls if c["id"] not in failed]
    assert (len(failed), len(passed)) == (3, 4)
    for call, label in [(failed[0], "bad"), (failed[1], "bad"), (failed[2], "good"),
                        (passed[0], "good"), (passed[1], "bad")]:
        assert post(service, call=call, label=label, by="ann").ok
    found = agreement(service)
    assert found["labelled"] == 5
    assert found["precision"]["value"] == pytest.approx(2 / 3)
    assert found["recall"]["value"] == pytest.approx(2 / 3)
    assert found["precision"]["lower"] < 2 / 3 < found["precision"]["upper"]
    assert found["threshold"] is None
    assert post(service, call=failed[2], label="bad", by="ann", comment="on a second look").ok
    assert agreement(service)["precision"]["value"] == 1
    assert service.get("/api/feedback?limit=1")["newest"][0]["comment"] == "on a second look"


def test_an_application_names_the_call_by_its_trace(service):
    service.send(span("a badger"))
    call = judged(service, 1)[0]
    answer = post(service, trace_id=call["trace_id"], label="bad")
    assert answer.ok and answer.json()["call"] == call["id"]
    assert post(service, trace_id=call["trace_id"], span_id=call["span_id"], label="bad", evaluator="no-badger").ok
    missing = post(service, trace_id="0" * 31 + "9", label="bad")
    assert missing.status_code == 404 and "trace" in missing.json()["error"]["message"]


@pytest.mark.parametrize(("body", "word"), [
    ({"call": 1}, "label"), ({"call": 1, "label": "nice"}, "good or bad"), ({"label": "good"}, "trace_id"),
    ({"trace_id": "xyz", "label": "good"}, "hexadecimal"), ({"call": "1", "label": "good"}, "call"),
    ({"trace_id": "+" + "0" * 31, "label": "good"}, "hexadecimal"),
])
def test_a_wrong_field_is_named(service, body, word):
    answer = post(service, **body)
    assert answer.status_code == 400 and word in answer.json()["error"]["message"]


def test_labels_outlive_a_crash(start_service):
    service = start_service(CONFIG)
    service.send(span("a badger"))
    call = judged(service, 1)[0]["id"]
    assert post(service, call=call, label="bad", by="ann").ok
    service.kill()
    service.start()
    assert agreement(service)["precision"]["value"] == 1


def put(service, body):
    return service.session.put(f"{service.url}/api/references", data=body, timeout=20)


def verdict_of(service, evaluator: str) -> dict:
    call = judged(service, 1)[0]
    return next(v for v in call["verdicts"] if v["evaluator"] == evaluator)


def test_references_that_are_sent_reach_the_evaluator(start_service):
    service = start_service(CONFIG)
    lines = [{"input": "What is the capital of  France?", "reference": "Paris"}, {"input": "x", "reference": ["a", "b"]}]
    answer = put(service, "\n".join(map(json.dumps, lines)))
    assert answer.json() == {"taken": 2, "questions": 2}
    assert put(service, json.dumps([{"input": "x"}])).json() == {"taken": 1, "questions": 1}
    service.send(span("paris.", question="what is the capital of France?"))
    assert verdict_of(service, "right")["verdict"] == "pass"
    service.kill()
    service.start()
    service.send(span("Lyon", question="What is the capital of France?"))
    until(lambda: len(service.get("/api/calls")["calls"]) == 2 or None, 20, 0.1, "the second call")
    assert verdict_of(service, "right")["verdict"] == "fail"


@pytest.mark.parametrize(("body", "word"), [
    ("", "no references"), ('{"input": "x", "reference": 7}', "line 1"), ('{"input":"a","reference":"b"}\n{"inp', "line 2"),
    ('[{"reference": "b"}]', "entry 1"), ("[1", "not valid JSON"),
])
def test_wrong_references_are_refused_whole(service, body, word):
    answer = put(service, body)
    assert answer.status_code == 400 and word in answer.json()["error"]["message"]
    assert put(service, '{"input": "only", "reference": "one"}').json()["questions"] == 1
