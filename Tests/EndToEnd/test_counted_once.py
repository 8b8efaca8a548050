"""Spans that repeat a call are not calls: agents around it, and a second instrumentation of it."""

import pytest

from assay_service import until
from client_matrix import OPENAI, calls_of, make_calls
from features import fails_until
from metrics_text import total
from spans import span
from swift_provider import SwiftProvider

CASES = [case for case in OPENAI if case.name in ("plain", "a stream", "tools")]
TOKENS = {"gen_ai.usage.input_tokens": 500, "gen_ai.usage.output_tokens": 50}
# What agents are in each dialect, with the tokens of all calls inside them.
AGENTS = [
    {"gen_ai.operation.name": "invoke_agent", "gen_ai.provider.name": "openai", "gen_ai.agent.name": "support",
     "gen_ai.request.model": "gpt-4o-mini", **TOKENS},
    {"gen_ai.operation.name": "invoke_workflow", "gen_ai.workflow.name": "support", **TOKENS},
    {"openinference.span.kind": "AGENT", "llm.model_name": "gpt-4o-mini", "llm.token_count.prompt": 500,
     "llm.token_count.completion": 50},
    {"openinference.span.kind": "CHAIN", "input.value": "Where?", "output.value": "There.",
     "llm.token_count.prompt": 500},
    {"traceloop.span.kind": "workflow", "traceloop.entity.name": "support", **TOKENS},
    {"traceloop.span.kind": "agent", "traceloop.entity.name": "support", "gen_ai.request.model": "gpt-4o-mini",
     **TOKENS},
]
PAIRS = {
    "otel and openinference": ["otel-openai", "openinference-openai"],
    "otel and openllmetry": ["otel-openai", "openllmetry-openai"],
    "openinference and openllmetry": ["openinference-openai", "openllmetry-openai"],
}


@pytest.fixture(scope="module")
def told(start_shared_service):
    """The service, and what the clients saw by program."""
    service = start_shared_service()
    exports = {"http/protobuf": service.url}
    with SwiftProvider() as provider:
        begun = {"agents": make_calls(["otel-openai"], CASES, exports, provider.base_url, "agents", AGENTS)}
        for name, instrumentations in PAIRS.items():
            begun[name] = make_calls(instrumentations, CASES, exports, provider.base_url, name)
        seen = {name: calls_of(process) for name, process in begun.items()}
    # Batches are counted in the order in which they come: when this one is there, all are.
    service.send(span(), service="the last")
    until(lambda: total(service.metrics(), "assay_calls_total", route="the last") == 1, what="the last call")
    return service, seen


def _check_once(told, name: str) -> None:
    service, seen = told
    calls = [call for call in service.get("/api/calls", limit=500)["calls"] if call["route"] == name]
    assert len(calls) == len(CASES)
    assert sorted(call["tokens"]["input"] for call in calls) == sorted(one["tokens"]["input"] for one in seen[name])
    text = service.metrics()
    assert total(text, "assay_calls_total", route=name) == len(CASES)
    for kind in ("input", "output"):
        expected = sum(one["tokens"][kind] for one in seen[name])
        assert total(text, "assay_tokens_total", route=name, type=kind) == expected


def test_agents_around_a_call_are_not_counted(told):
    service, seen = told
    for one in seen["agents"]:
        assert len(one["spans"]) == 1 + len(AGENTS)
    _check_once(told, "agents")


@pytest.mark.parametrize("name", PAIRS)
def test_both_instrumentations_see_the_call(told, name):
    """Else the test below would hold without any need for the service to see through it."""
    _, seen = told
    assert {one["case"]: len(one["spans"]) for one in seen[name]} == {case.name: 2 for case in CASES}


@pytest.mark.parametrize("name", [pytest.param(name, marks=fails_until("repeated")) for name in PAIRS])
def test_two_instrumentations_around_a_call_count_it_once(told, name):
    _check_once(told, name)
