"""Spans that an application makes itself with OpenTelemetry's SDK, by the conventions.

The instrumentation of the `openai` package says nothing of cached or reasoning tokens, streaming
or the first token; the conventions have attributes for them, and other programs write them.
"""

import pytest

from assay_service import until
from instrumented import Application
from prices import cost_nanodollars


@pytest.fixture(scope="module")
def recorded(start_shared_service):
    """A tracer whose spans go to a service, and the call that the service makes of a span."""
    service = start_shared_service()
    application = Application("billing", f"{service.url}/v1/traces", "http://127.0.0.1:9/v1")

    def record(attributes: dict) -> dict:
        complete = {
            "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai",
            "gen_ai.request.model": "gpt-4o-mini", "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
            **attributes}
        span = application.tracer.start_span(
            "chat", attributes={name: value for name, value in complete.items() if value is not None})
        span.end()
        application.flush()
        identity = f"{span.context.span_id:016x}"
        return until(
            lambda: next(
                (call for call in service.get("/api/calls", limit=50)["calls"] if call["span_id"] == identity),
                None),
            what="the call")

    yield record
    application.close()


def test_cached_tokens_are_priced_as_such(recorded):
    call = recorded({
        "gen_ai.usage.input_tokens": 2048, "gen_ai.usage.output_tokens": 451,
        "gen_ai.usage.cache_read.input_tokens": 1920, "gen_ai.usage.reasoning.output_tokens": 448})
    tokens = {"input": 2048, "output": 451, "cache_read": 1920, "reasoning": 448}
    assert {kind: call["tokens"][kind] for kind in tokens} == tokens
    with_cache = cost_nanodollars("openai", "gpt-4o-mini-2024-07-18", input=2048, output=451, cache_read=1920)
    without = cost_nanodollars("openai", "gpt-4o-mini-2024-07-18", input=2048, output=451)
    assert with_cache < without
    assert call["cost_nanodollars"] == with_cache


def test_cost_rounds_up_to_a_nanodollar(recorded):
    call = recorded({
        "gen_ai.provider.name": "cohere", "gen_ai.request.model": "command-r7b-12-2024", "gen_ai.response.model": None,
        "gen_ai.usage.input_tokens": 1, "gen_ai.usage.output_tokens": 1})
    # 37.5 and 150 nano-dollars.
    assert call["cost_nanodollars"] == cost_nanodollars("cohere", "command-r7b-12-2024", input=1, output=1) == 188


def test_what_is_not_known_has_no_cost(recorded):
    assert recorded({"gen_ai.usage.input_tokens": 10})["cost_nanodollars"] is None
    unpriced = {"gen_ai.request.model": "no-such-model", "gen_ai.response.model": None}
    call = recorded({**unpriced, "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 1})
    assert call["cost_nanodollars"] is None


def test_streaming_and_the_first_token(recorded):
    call = recorded({"gen_ai.request.stream": True, "gen_ai.response.time_to_first_chunk": 0.25})
    assert call["streaming"] is True
    assert call["time_to_first_token_ns"] == 250_000_000
    assert recorded({})["streaming"] is False


def test_who_asked(recorded):
    call = recorded({
        "assay.route": "dunning", "assay.tenant": "acme", "user.id": "ada",
        "gen_ai.conversation.id": "chat-7"})
    assert (call["route"], call["tenant"], call["user"], call["conversation"]) == ("dunning", "acme", "ada", "chat-7")


@pytest.mark.parametrize(
    "attribute", ["assay.route", "gen_ai.prompt.name", "gen_ai.agent.name", "gen_ai.workflow.name"])
def test_a_route_is_named_by_the_span(recorded, attribute):
    assert recorded({attribute: "named"})["route"] == "named"


def test_a_route_is_else_the_service(recorded):
    assert recorded({})["route"] == "billing"


def test_another_provider(recorded):
    call = recorded({"gen_ai.provider.name": "azure.ai.openai", "gen_ai.usage.input_tokens": 10})
    assert call["provider"] == "azure.ai.openai"


def test_old_names_of_the_provider_and_tokens(recorded):
    call = recorded({"gen_ai.provider.name": None, "gen_ai.system": "openai", "gen_ai.usage.prompt_tokens": 12,
                     "gen_ai.usage.completion_tokens": 3})
    assert call["provider"] == "openai"
    assert (call["tokens"]["input"], call["tokens"]["output"]) == (12, 3)


def test_agents_and_tools_are_no_calls(start_service):
    service = start_service()
    application = Application("billing", f"{service.url}/v1/traces", "http://127.0.0.1:9/v1")
    with application.tracer.start_as_current_span("invoke_agent", attributes={
        "gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 500}):
        for operation in ("chat", "execute_tool"):
            application.tracer.start_span(operation, attributes={
                "gen_ai.operation.name": operation, "gen_ai.request.model": "gpt-4o-mini",
                "gen_ai.usage.input_tokens": 500}).end()
        application.tracer.start_span("GET /orders", attributes={"http.request.method": "GET"}).end()
    application.flush()
    application.close()
    calls = until(lambda: service.get("/api/calls", limit=10)["calls"], what="the call")
    assert [call["operation"] for call in calls] == ["chat"]
