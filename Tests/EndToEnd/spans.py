"""OTLP requests as an SDK would send them, built with OpenTelemetry's own protobuf classes."""

import itertools
import json
import random
import time

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

MILLISECOND = 1_000_000
SECOND = 1_000_000_000

_random = random.Random()
_counter = itertools.count(1)


def any_value(value) -> AnyValue:
    if isinstance(value, AnyValue):
        return value
    if isinstance(value, bool):
        return AnyValue(bool_value=value)
    if isinstance(value, int):
        return AnyValue(int_value=value)
    if isinstance(value, float):
        return AnyValue(double_value=value)
    if isinstance(value, (list, tuple)):
        return AnyValue(array_value=ArrayValue(values=[any_value(item) for item in value]))
    return AnyValue(string_value=value)


def span(
    output: str | None = "It is on its way.", *, question: str = "Where is my parcel?",
    model: str | None = "gpt-4o-mini", provider: str | None = "openai", operation: str = "chat",
    input_tokens: int | None = 100, output_tokens: int | None = 20, finish: str | None = "stop",
    duration: int = 200 * MILLISECOND, start: int | None = None, error: str | None = None,
    trace_id: bytes | None = None, span_id: bytes | None = None, attributes: dict | None = None,
) -> Span:
    """One inference span of today's conventions (OTel GenAI 1.37 and later); None leaves out."""
    begin = time.time_ns() - duration if start is None else start
    values = {
        "gen_ai.operation.name": operation,
        "gen_ai.provider.name": provider,
        "gen_ai.request.model": model,
        "gen_ai.usage.input_tokens": input_tokens,
        "gen_ai.usage.output_tokens": output_tokens,
        "gen_ai.response.finish_reasons": None if finish is None else [finish],
        "error.type": error,
    }
    if output is not None:
        values["gen_ai.input.messages"] = json.dumps(
            [{"role": "user", "parts": [{"type": "text", "content": question}]}])
        values["gen_ai.output.messages"] = json.dumps(
            [{"role": "assistant", "parts": [{"type": "text", "content": output}], "finish_reason": finish}])
    values |= attributes or {}
    return Span(
        trace_id=_random.randbytes(16) if trace_id is None else trace_id,
        span_id=new_span_id() if span_id is None else span_id,
        name=f"{operation} {model}", kind=Span.SPAN_KIND_CLIENT,
        start_time_unix_nano=begin, end_time_unix_nano=begin + duration,
        attributes=[KeyValue(key=key, value=any_value(value))
                    for key, value in values.items() if value is not None],
        status=Status(code=Status.STATUS_CODE_ERROR if error else Status.STATUS_CODE_UNSET))


def new_span_id() -> bytes:
    """Unlike a random one, never given twice in a test run."""
    return next(_counter).to_bytes(4, "big") + _random.randbytes(4)


def request(spans, service: str = "checkout-assistant", **attributes) -> bytes:
    """The serialised request that exports the spans for one service."""
    message = ExportTraceServiceRequest()
    group = message.resource_spans.add()
    for key, value in {"service.name": service, **attributes}.items():
        group.resource.attributes.append(KeyValue(key=key, value=any_value(value)))
    scope = group.scope_spans.add()
    scope.scope.name = "assay.tests"
    scope.spans.extend(spans)
    return message.SerializeToString()


def identity(span: Span) -> tuple[str, str]:
    return span.trace_id.hex(), span.span_id.hex()
