"""Golden questions that the service asks by itself, and another model as a judge, of a provider on loopback."""

import json

from assay_service import until
from metrics_text import total
from mock_provider import MockProvider
from spans import span

RIGHT = {"when": {"contains": "capital"}, "text": "Paris", "usage": {"prompt_tokens": 12, "completion_tokens": 1}}
WRONG = {"when": {"contains": "capital"}, "text": "Lyon", "usage": {"prompt_tokens": 12, "completion_tokens": 1}}


def canaries(url: str) -> dict:
    return {
        "sampling": {"default": "0%"},
        "evaluators": {"right-answer": {"plugin": "reference_answer", "method": "normalised"}},
        "canaries": {
            "capital": {
                "url": url, "model": "gpt-4o-mini", "question": "What is the capital of France?",
                "reference": ["Paris"], "evaluator": "right-answer", "every": "5s",
            }
        },
        "alerts": {
            "anything-wrong": {"when": {"signal": "fail_ratio", "evaluator": "right-answer", "above": "20%",
                                        "window": "1m", "min_samples": 1}},
            "canary-wrong": {"when": {"signal": "fail_ratio", "evaluator": "right-answer", "above": "20%",
                                      "window": "1m", "min_samples": 1}, "on": "route=canary/*"},
        },
    }


def test_an_answer_that_gets_worse_shows_without_traffic(start_service):
    with MockProvider({"answers": [RIGHT]}) as provider:
        service = start_service(canaries(provider.base_url))
        asked = until(lambda: service.get("/api/calls", scope="route=canary/capital")["calls"], 45, what="a question")
        verdicts = until(
            lambda: service.get("/api/evaluations", scope="route=canary/capital")["evaluations"], what="its verdict")
        assert verdicts[-1]["verdict"] == "pass"
        assert asked[0]["model"] == "gpt-4o-mini"
        assert provider.served, "the provider was really asked"
        provider.table["answers"] = [WRONG]
        until(lambda: [change for change in service.get("/api/alerts")["alerts"]
                       if change["alert"] == "canary-wrong" and change["state"] == "firing"], 30, what="the alert")
        changes = service.get("/api/alerts")["alerts"]
        # A rule that does not name golden questions does not look at them.
        assert {change["alert"] for change in changes} == {"canary-wrong"}


def judged(url: str, **other) -> dict:
    return {
        "sampling": {"default": "100%"},
        "evaluators": {
            "judged": {"plugin": "judge", "url": url, "model": "gpt-4o-mini", "prompt": "relevant",
                       "limit": "100 requests/m", "sample": "100%", **other},
        },
    }


def verdicts(service, count: int = 1) -> list[dict]:
    return until(lambda: len(found := service.get("/api/evaluations")["evaluations"]) >= count and found,
                 30, what="the verdict of another model")


def test_another_model_judges(start_service):
    verdict = json.dumps({"verdict": "fail", "score": 0.1, "explanation": "it is about badgers", "quotes": ["badger"]})
    with MockProvider({"answers": [{"when": {}, "text": verdict}]}) as provider:
        service = start_service(judged(provider.base_url))
        service.send(span("a badger"))
        found = verdicts(service)[0]
        assert found["verdict"] == "fail"
        assert found["explanation"] == "it is about badgers"
        assert found["score"] == 0.1
        assert len(provider.served) == 1


def test_what_another_model_does_not_judge_is_an_error_and_never_a_pass(start_service):
    with MockProvider({"answers": [{"when": {}, "text": "Looks great to me!"}]}) as provider:
        service = start_service(judged(provider.base_url))
        service.send(span("a badger"))
        assert verdicts(service)[0]["verdict"] == "error"
        assert total(service.metrics(), "assay_evaluations_total", verdict="pass") == 0
    service.send(span("another badger"))
    until(lambda: total(service.metrics(), "assay_evaluations_total", verdict="error") == 2, 60,
          what="an error where nobody answers")
