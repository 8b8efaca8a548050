"""What each instrumentation leaves out, or says otherwise than its client saw.

Found by reading what the pinned versions send (Tests/Recordings shows it). Everything else that the
service says of a call must be what the client saw, so a gap that closes makes a test fail here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from client_matrix import Case


@dataclass(frozen=True)
class Gap:
    """Fields that an instrumentation says differently, for some calls."""

    why: str
    when: Callable[[Case], bool]
    fields: dict


def _always(case: Case) -> bool:
    return True


def _streams(case: Case) -> bool:
    return case.stream


def _breaks(case: Case) -> bool:
    return "cut_after" in case.mock


def _fails(case: Case) -> bool:
    return case.fails


def _embeds(case: Case) -> bool:
    return case.api == "embeddings"


def _package(case: Case) -> str:
    return "anthropic" if case.api == "messages" else "openai"


_OTEL = [
    Gap("it does not say that an answer is streamed", _streams, {"streaming": False, "has_first_token": False}),
    Gap("it knows no parts of tokens", _always, {"cache_read": None, "reasoning": None}),
    Gap("it never has the text that is embedded", _embeds, {"input_text": ""}),
]
_QUALIFIED = Gap(
    "errors are named by the exception's module and class", _fails,
    {"error_type": lambda name, case: f"{_package(case)}.{name}"})

GAPS = {
    "otel-openai": _OTEL + [
        Gap("its message of a broken stream finishes with 'error'", _breaks, {"finish_reason": "error"}),
    ],
    "otel-openai-events": _OTEL + [
        Gap("only the log event says how a stream finished", _streams, {"finish_reason": None}),
    ],
    "openinference-openai": [
        _QUALIFIED,
        Gap("how a response finished is only in its whole body", lambda case: case.api == "responses",
            {"finish_reason": None}),
    ],
    "openllmetry-openai": [
        Gap("reasoning is not said of streams", lambda case: case.stream and case.api == "chat", {"reasoning": None}),
        Gap("streamed responses have no events of their pieces", lambda case: case.stream and case.api == "responses",
            {"has_first_token": False}),
        Gap("a broken stream counts as a good one", _breaks, {"outcome": "ok", "error_type": None}),
    ],
    "openinference-anthropic": [
        _QUALIFIED,
        Gap("streams have no event of their first piece", _streams, {"has_first_token": False}),
    ],
    "openllmetry-anthropic": [
        Gap("it does not say that an answer is streamed", _streams, {"streaming": False, "has_first_token": False}),
        # message_delta's usage is cumulative, and message_start's one token is added to it.
        Gap("it adds up the running totals of a stream", _streams, {"output": lambda count, case: count + 1}),
    ],
}


def said(name: str, case: Case, truth: dict) -> dict:
    """What the instrumentation says of a call of which `truth` is so."""
    told = dict(truth)
    for gap in GAPS[name]:
        if not gap.when(case):
            continue
        for field, value in gap.fields.items():
            told[field] = value(truth[field], case) if callable(value) else value
    return told
