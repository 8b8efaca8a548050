"""Every instrumentation around the real `openai` and `anthropic` clients, over every transport.

What the service must say of a call is what the client itself saw: its answer, its usage, its clock;
client_gaps.py names what an instrumentation does not say. One process an instrumentation makes all its
calls once and exports them over each transport, to a service of that transport's own.
"""

import json

import pytest

from assay_service import until
from client_gaps import said
from client_matrix import ANTHROPIC, OPENAI, RESPONSES, Case, calls_of, make_calls
from features import NOT_YET, needs
from metrics_text import total
from prices import cost_nanodollars
from swift_provider import SwiftProvider

COMBINATIONS = {
    "otel-openai": OPENAI,
    "otel-openai-events": OPENAI,
    "openinference-openai": OPENAI + RESPONSES,
    "openllmetry-openai": OPENAI + RESPONSES,
    "openinference-anthropic": ANTHROPIC,
    "openllmetry-anthropic": ANTHROPIC,
}
TRANSPORTS = ["http/protobuf", "http/json", pytest.param("grpc", marks=needs("grpc"))]
FINISH = {"tool_calls": "tool_call", "tool_use": "tool_call", "end_turn": "stop", "max_tokens": "length"}
OUTCOME = {"length": "truncated"}
TOKENS = ("input", "output", "cache_read", "cache_write", "reasoning")


class World:
    """What the clients saw, and the services that were told."""

    def __init__(self, start_service, base_url: str):
        names = ["http/protobuf", "http/json"] + ([] if "grpc" in NOT_YET else ["grpc"])
        self.services = {name: start_service() for name in names}
        exports = {name: service.url for name, service in self.services.items()}
        if "grpc" in exports:
            exports["grpc"] = f"http://127.0.0.1:{self.services['grpc'].grpc_port}"
        # All at once: a program spends most of its time importing.
        begun = {
            name: make_calls([name], cases, exports, base_url, name) for name, cases in COMBINATIONS.items()}
        self.seen = {name: calls_of(process) for name, process in begun.items()}
        count = sum(len(seen) for seen in self.seen.values())
        self.listed = {
            name: until(lambda service=service: _all_listed(service, count), 30, what=f"{count} calls over {name}")
            for name, service in self.services.items()}


def _all_listed(service, count: int) -> list[dict] | None:
    listed = service.get("/api/calls", limit=500)["calls"]
    return listed if len(listed) >= count else None


@pytest.fixture(scope="module")
def world(start_shared_service):
    with SwiftProvider() as provider:
        yield World(start_shared_service, provider.base_url)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("name", COMBINATIONS)
def test_every_call_arrives_exactly_once(world, name, transport):
    listed = [call["span_id"] for call in world.listed[transport] if call["route"] == name]
    counted = {seen["case"]: sum(listed.count(span[1]) for span in seen["spans"]) for seen in world.seen[name]}
    assert counted == {case.name: 1 for case in COMBINATIONS[name]}
    assert len(listed) == len(COMBINATIONS[name])


CASES = [(name, number) for name, cases in COMBINATIONS.items() for number in range(len(cases))]
IDS = [f"{name}: {COMBINATIONS[name][number].name}" for name, number in CASES]


def _call(world, name: str, number: int, transport: str) -> tuple[dict, dict]:
    """A call as it is listed, and all that is known of it."""
    ids = [span[1] for span in world.seen[name][number]["spans"]]
    call = next(call for call in world.listed[transport] if call["span_id"] in ids)
    return call, world.services[transport].get(f"/api/calls/{call['id']}")


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize(("name", "number"), CASES, ids=IDS)
def test_a_call_is_what_its_client_saw(world, name, number, transport):
    case, seen = COMBINATIONS[name][number], world.seen[name][number]
    told = said(name, case, truth(case, seen))
    for view in _call(world, name, number, transport):
        assert _differences(view, told) == {}
        assert view["cost_nanodollars"] == _cost(case, seen, told)
        _check_times(case, seen, told, view)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize(("name", "number"), [
    pytest.param(name, number, id=id, marks=[needs("logs")] if name == "otel-openai-events" else [])
    for (name, number), id in zip(CASES, IDS, strict=True)])
def test_its_content_is_what_its_client_saw(world, name, number, transport):
    case, seen = COMBINATIONS[name][number], world.seen[name][number]
    _, detail = _call(world, name, number, transport)
    told = said(name, case, truth(case, seen))
    found = {f"{key}_text": detail[key] for key in ("input", "output", "system")}
    assert found == {key: told[key] for key in found}
    called = [[call["name"], json.loads(call["arguments"])] for call in detail["tool_calls"]]
    assert called == [[tool, json.loads(arguments)] for tool, arguments in seen["tool_calls"]]


def truth(case: Case, seen: dict) -> dict:
    finish = FINISH.get(seen.get("finish"), seen.get("finish"))
    return {
        "provider": "anthropic" if case.api == "messages" else "openai",
        "model": case.model,
        # A call that failed was served by nobody: the model asked for stands in.
        "served_model": seen.get("served") or case.model,
        "operation": "embeddings" if case.api == "embeddings" else "chat",
        "outcome": OUTCOME.get(finish, seen["outcome"]),
        "finish_reason": finish,
        "error_type": seen.get("error"),
        "streaming": case.stream,
        "has_first_token": "first_token" in seen,
        "input_text": case.question,
        "output_text": seen.get("output", ""),
        "system_text": "" if case.api == "embeddings" else "You are helpful.",
        **{kind: seen["tokens"].get(kind) or None for kind in TOKENS},
    }


def _flat(view: dict) -> dict:
    """Some say 0 of parts of tokens that others do not mention: it is the same."""
    return {**view, "has_first_token": view["time_to_first_token_ns"] is not None,
            **{kind: view["tokens"][kind] or None for kind in TOKENS}}


def _differences(view: dict, told: dict) -> dict:
    """What the service says, and what it should say, of each thing but content that differs."""
    found = _flat(view)
    return {key: (found[key], value) for key, value in told.items()
            if not key.endswith("_text") and found[key] != value}


def _cost(case: Case, seen: dict, told: dict) -> int | None:
    tokens = {kind: told[kind] for kind in TOKENS if told[kind] and kind != "reasoning"}
    return cost_nanodollars(told["provider"], seen["served"], **tokens) if tokens else None


def _check_times(case: Case, seen: dict, told: dict, view: dict) -> None:
    least = case.mock.get("delay_ms", 0) * 1_000_000
    # The span has the wall clock, the client a monotonic one.
    assert least <= view["duration_ns"] <= seen["seconds"] * 1e9 + 1_000_000
    if told["has_first_token"]:
        assert least <= view["time_to_first_token_ns"] <= view["duration_ns"]


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("name", COMBINATIONS)
def test_metrics_count_the_same(world, name, transport):
    text = world.services[transport].metrics()
    made = [(case, seen, said(name, case, truth(case, seen)))
            for case, seen in zip(COMBINATIONS[name], world.seen[name], strict=True)]
    for model in {case.model for case, _, _ in made}:
        mine = [(case, seen, told) for case, seen, told in made if case.model == model]
        labels = {"route": name, "model": model, "provider": mine[0][2]["provider"]}
        expected = {"calls": len(mine)}
        found = {"calls": total(text, "assay_calls_total", **labels)}
        for outcome in ("ok", "error", "truncated"):
            expected[outcome] = sum(told["outcome"] == outcome for _, _, told in mine)
            found[outcome] = total(text, "assay_calls_total", outcome=outcome, **labels)
        for kind in TOKENS:
            expected[kind] = sum(told[kind] or 0 for _, _, told in mine)
            found[kind] = total(text, "assay_tokens_total", type=kind, **labels)
        expected["dollars"] = pytest.approx(sum(_cost(*one) or 0 for one in mine) / 1e9, rel=1e-9)
        found["dollars"] = total(text, "assay_spend_dollars_total", **labels)
        assert found == expected
