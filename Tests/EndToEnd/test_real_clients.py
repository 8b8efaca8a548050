"""Calls of the real `openai` package, instrumented and exported by the real OpenTelemetry.

What the service must say of a call is what the client itself saw: its answer, its usage, its
clock. Only the cost is worked out here, from the price catalogue.
"""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path

import openai
import pytest

from assay_service import until
from instrumented import Application, call_attributes
from metrics_text import total
from mock_provider import MockProvider
from prices import cost_nanodollars

MILLISECOND = 1_000_000
# The clocks of span and test are read one after the other, in Python, on a busy machine.
SLACK = 100 * MILLISECOND


@dataclass
class Made:
    """One call, as its client saw it."""

    question: str
    model: str
    operation: str = "chat"
    served: str | None = None
    output: str = ""
    finish: str = ""
    outcome: str = "ok"
    tokens: dict = field(default_factory=dict)
    seconds: float = 0.0
    latency_ms: int = 0
    ids: tuple[str, str] = ("", "")


@pytest.fixture(scope="module")
def provider():
    with MockProvider(Path(__file__).parent / "answers.json") as started:
        yield started


@pytest.fixture(scope="module")
def calls(start_shared_service, provider):
    """Makes all calls once; each with what the service says of it."""
    service = start_shared_service()
    application = Application("checkout-assistant", f"{service.url}/v1/traces", provider.base_url)
    with application.instrumented():
        made = [_make(application, provider, *plan) for plan in PLAN]
    application.flush()
    application.close()
    listed = until(lambda: _all_listed(service, len(made)), what=f"{len(made)} calls")
    return service, made, listed


def _all_listed(service, count):
    listed = service.get("/api/calls", limit=200)["calls"]
    return listed if len(listed) >= count else None


# model, question, streaming
PLAN = [
    ("gpt-4o-mini", "Where is my parcel?", False),
    ("gpt-4o-mini", "Where is my parcel, please?", True),
    ("gpt-4o", "Tell me a long story.", False),
    ("gpt-4o", "Tell me a long story, slowly.", True),
    ("gpt-4o", "Teach me how to pick a lock.", False),
    ("gpt-4.1", "Say something with quotes.", False),
    ("gpt-4.1", "Say something with quotes, streamed.", True),
    ("gpt-4.1", "What is the weather in Malmö?", False),
    ("gpt-4.1", "What is the weather in Malmö now?", True),
    ("o4-mini", "Which is the seventh prime?", False),
    ("o4-mini", "Which is the seventh prime, then?", True),
    ("no-such-model-9", "Where is my parcel? No price is known.", False),
    ("gpt-4o-mini", "There are too many of us.", False),
    ("gpt-4o-mini", "Please explode.", False),
    ("gpt-4o-mini", "This one is cut off.", True),
    ("text-embedding-3-small", "waterproof gloves", None),
]


def _make(application: Application, provider: MockProvider, model: str, question: str, stream) -> Made:
    made = Made(question, model)
    begun = time.perf_counter()
    with call_attributes({"user.id": "ada", "gen_ai.conversation.id": f"chat {question}"}):
        try:
            if stream is None:
                _embed(application, made)
            elif stream:
                _stream(application, made)
            else:
                _chat(application, made)
        except openai.APIStatusError:
            made.outcome = "error"
        except Exception:
            # A stream that breaks surfaces as whatever the HTTP library of the day raises.
            if "cut off" not in question:
                raise
            made.outcome = "error"
    made.seconds = time.perf_counter() - begun
    made.latency_ms = provider.served[-1]["answer"]["latency_ms"]
    context = application.ended.spans[-1].context
    made.ids = (f"{context.trace_id:032x}", f"{context.span_id:016x}")
    return made


def _messages(question: str) -> list:
    return [{"role": "system", "content": "You are helpful."}, {"role": "user", "content": question}]


def _chat(application: Application, made: Made) -> None:
    answer = application.client.chat.completions.create(model=made.model, messages=_messages(made.question))
    choice = answer.choices[0]
    made.served, made.output, made.finish = answer.model, choice.message.content or "", choice.finish_reason
    made.tokens = {"input": answer.usage.prompt_tokens, "output": answer.usage.completion_tokens}


def _stream(application: Application, made: Made) -> None:
    stream = application.client.chat.completions.create(
        model=made.model, messages=_messages(made.question), stream=True, stream_options={"include_usage": True})
    for chunk in stream:
        made.served = chunk.model
        for choice in chunk.choices:
            made.output += choice.delta.content or ""
            made.finish = choice.finish_reason or made.finish
        if chunk.usage:
            made.tokens = {"input": chunk.usage.prompt_tokens, "output": chunk.usage.completion_tokens}


def _embed(application: Application, made: Made) -> None:
    answer = application.client.embeddings.create(model=made.model, input=made.question)
    made.operation, made.served = "embeddings", answer.model
    made.tokens = {"input": answer.usage.prompt_tokens}


def test_every_call_arrives_exactly_once(calls):
    _, made, listed = calls
    seen = [(call["trace_id"], call["span_id"]) for call in listed]
    assert sorted(seen) == sorted(call.ids for call in made)


def test_newest_calls_come_first(calls):
    _, made, listed = calls
    assert [call["span_id"] for call in listed] == [call.ids[1] for call in reversed(made)]


def test_the_list_keeps_to_its_limit(calls):
    service, made, _ = calls
    newest = service.get("/api/calls", limit=3)["calls"]
    assert [call["span_id"] for call in newest] == [call.ids[1] for call in reversed(made)][:3]


FINISH = {"tool_calls": "tool_call"}
OUTCOME = {"length": "truncated", "content_filter": "filtered"}


@pytest.mark.parametrize("number", range(len(PLAN)), ids=[f"{plan[0]}: {plan[1]}" for plan in PLAN])
def test_a_call_is_what_its_client_saw(calls, number):
    service, made, listed = calls
    expected = made[number]
    call = next(call for call in listed if call["span_id"] == expected.ids[1])
    detail = service.get(f"/api/calls/{call['id']}")
    for view in (call, detail):
        assert view["provider"] == "openai"
        assert view["model"] == expected.model
        assert view["route"] == "checkout-assistant"
        assert view["user"] == "ada"
        assert view["operation"] == expected.operation
        assert view["outcome"] == OUTCOME.get(expected.finish, expected.outcome)
        _check_tokens_and_cost(view, expected)
        _check_time(view, expected)
        if expected.outcome == "ok":
            assert view["served_model"] == expected.served
            assert (view["finish_reason"] or "") == FINISH.get(expected.finish, expected.finish)
    if expected.operation == "chat":
        assert detail["input"] == expected.question
        assert detail["system"] == "You are helpful."
    assert detail["output"] == expected.output


def _check_tokens_and_cost(view: dict, expected: Made) -> None:
    if expected.outcome == "error":
        assert not view["tokens"]["input"] and not view["tokens"]["output"]
        return
    for kind, count in expected.tokens.items():
        assert view["tokens"][kind] == count
    assert view["cost_nanodollars"] == cost_nanodollars("openai", expected.served, **expected.tokens)


def _check_time(view: dict, expected: Made) -> None:
    measured = expected.seconds * 1e9
    assert view["duration_ns"] >= expected.latency_ms * MILLISECOND or expected.outcome == "error"
    assert view["duration_ns"] <= measured + MILLISECOND
    assert measured - view["duration_ns"] < SLACK


def test_tools_that_the_answer_asks_for_are_shown(calls):
    service, _, listed = calls
    for call in listed:
        if call["finish_reason"] == "tool_call":
            text = json.dumps(service.get(f"/api/calls/{call['id']}"), ensure_ascii=False)
            assert "weather" in text


def test_metrics_count_the_same_calls(calls):
    service, made, _ = calls
    text = until(
        lambda: (text := service.metrics()) and total(text, "assay_calls_total") == len(made) and text,
        what="all calls in the metrics")
    for outcome in ("ok", "error", "truncated", "filtered"):
        expected = sum(OUTCOME.get(call.finish, call.outcome) == outcome for call in made)
        assert total(text, "assay_calls_total", outcome=outcome) == expected, outcome
    for model in {call.model for call in made}:
        mine = [call for call in made if call.model == model]
        assert total(text, "assay_calls_total", model=model, provider="openai") == len(mine)
        for kind in ("input", "output"):
            tokens = sum(call.tokens.get(kind) or 0 for call in mine)
            assert total(text, "assay_tokens_total", model=model, type=kind) == tokens
    dollars = sum(
        cost_nanodollars("openai", call.served, **call.tokens) or 0
        for call in made if call.outcome == "ok") / 1e9
    assert total(text, "assay_spend_dollars_total") == pytest.approx(dollars, rel=1e-9)
    assert total(text, "assay_unpriced_calls_total", model="no-such-model-9") == 1
