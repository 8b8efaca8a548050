"""OTLP in JSON: the same calls as in protobuf, and the same answers in JSON."""

import base64
import gzip
import json

import pytest
from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from assay_service import until
from spans import request, span


@pytest.fixture(scope="module")
def service(start_shared_service):
    return start_shared_service()


def as_json(body: bytes) -> dict:
    """Proto3 JSON with OTLP's exceptions: ids in hex, enums as numbers."""
    message = json_format.MessageToDict(
        ExportTraceServiceRequest.FromString(body), use_integers_for_enums=True)
    for group in message["resourceSpans"]:
        for scope in group["scopeSpans"]:
            for one in scope["spans"]:
                for name in ("traceId", "spanId"):
                    one[name] = base64.b64decode(one[name]).hex()
    return message


def export(service, message, **headers):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return service.export(body, **({"content_type": "application/json"} | headers))


def call_of(service, one) -> dict:
    def found():
        return next((call for call in service.get("/api/calls", limit=100)["calls"]
                     if call["span_id"] == one.span_id.hex()), None)
    return until(found, what="the call")


def test_a_call_is_the_same_in_either_encoding(service):
    one, other = span("Blue.", question="What colour?"), span("Blue.", question="What colour?")
    answer = export(service, as_json(request([one])), content_type="application/json; charset=utf-8")
    assert (answer.status_code, answer.json()) == (200, {})
    assert answer.headers["content-type"].startswith("application/json")
    assert service.export(request([other])).status_code == 200
    mine, theirs = call_of(service, one), call_of(service, other)
    for key in ("route", "provider", "model", "tokens", "cost_nanodollars", "finish_reason", "duration_ns"):
        assert mine[key] == theirs[key], key
    assert service.get(f"/api/calls/{mine['id']}")["output"] == "Blue."


def test_a_span_sent_in_both_encodings_is_counted_once(service):
    one = span()
    assert service.export(request([one])).status_code == 200
    assert export(service, as_json(request([one]))).status_code == 200
    # A later one has arrived, so the repeated one would be there too.
    call_of(service, _sent(service))
    listed = service.get("/api/calls", limit=200)["calls"]
    assert [call["span_id"] for call in listed].count(one.span_id.hex()) == 1


def _sent(service):
    one = span()
    assert export(service, as_json(request([one]))).status_code == 200
    return one


def test_gzip(service):
    one = span()
    body = gzip.compress(json.dumps(as_json(request([one]))).encode())
    assert service.export(
        body, content_type="application/json", content_encoding="gzip").status_code == 200
    assert call_of(service, one)


def test_an_invalid_id_is_rejected_alone(service):
    message = as_json(request([span(), span()]))
    message["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["traceId"] = "00" * 16
    answer = export(service, message)
    assert answer.status_code == 200
    assert answer.json()["partialSuccess"]["rejectedSpans"] == "1"


@pytest.mark.parametrize(("body", "said"), [
    (b'{"resourceSpans": [', "line 1"),
    (b"nonsense", "not JSON"),
    (b'{"resourceSpans": {}}', "resourceSpans"),
    (b'{"resourceSpans": [{"scopeSpans": [{"spans": [{"startTimeUnixNano": "soon"}]}]}]}', "startTimeUnixNano"),
    (b"[" * 100_000, "deep"),
])
def test_what_cannot_be_read_is_named(service, body, said):
    answer = export(service, body)
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_a_body_too_large_for_json(service):
    answer = export(service, b" " * (9 << 20))
    assert answer.status_code == 413
    assert "8 MiB" in answer.json()["message"]
