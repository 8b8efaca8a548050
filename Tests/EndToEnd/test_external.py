"""Verdicts that are reached elsewhere drive the same ratios, alerts and pages as our own."""

import os

import pytest
from opentelemetry import trace
from opentelemetry._logs import LogRecord
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter as GRPCLogs
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter as HTTPLogs
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

from assay_service import until
from metrics_text import total
from spans import any_value, span

CONFIG = {
    "sampling": {"default": "100%"},
    "assembly": {"quiet": "100ms"},
    "evaluators": {
        "quality": {"plugin": "external", "pass_at": 0.5},
        "groundedness": {"plugin": "external", "name": "Is it grounded?", "labels": {"hallucinated": "fail"}},
    },
    "alerts": {"bad": {"when": {
        "signal": "fail_ratio", "evaluator": "quality", "above": "10%", "min_samples": 10, "window": "1m"}}},
}


@pytest.fixture
def service(start_service):
    return start_service(CONFIG)


class Sender:
    """OTel's SDK for logs, as an application that judges its own answers uses it."""

    def __init__(self, exporter):
        self.provider = LoggerProvider()
        self.provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))

    def evaluate(self, of: Span | None, name: str, **said) -> None:
        attributes = {"gen_ai.evaluation.name": name}
        names = {"score": "gen_ai.evaluation.score.value", "label": "gen_ai.evaluation.score.label",
                 "explanation": "gen_ai.evaluation.explanation", "response": "gen_ai.response.id",
                 "error": "error.type"}
        attributes |= {names[key]: value for key, value in said.items()}
        context = None
        if of is not None:
            context = trace.set_span_in_context(NonRecordingSpan(SpanContext(
                int.from_bytes(of.trace_id), int.from_bytes(of.span_id), True, TraceFlags(1))))
        self.provider.get_logger("tests").emit(
            LogRecord(context=context, event_name="gen_ai.evaluation.result", attributes=attributes))


@pytest.fixture
def sender(service):
    sender = Sender(HTTPLogs(endpoint=f"{service.url}/v1/logs"))
    yield sender
    sender.provider.shutdown()


def key_value(key: str, value) -> KeyValue:
    return KeyValue(key=key, value=any_value(value))


def verdicts(service, of: Span) -> dict:
    """The verdicts of a call by evaluator, its kind and score."""
    for call in service.get("/api/calls?limit=1000")["calls"]:
        if call["span_id"] == of.span_id.hex():
            return {v["evaluator"]: v for v in call["verdicts"]}
    return {}


def counted(service, result: str) -> float:
    return total(service.metrics(), "assay_external_evaluations_total", result=result)


def test_a_log_event_is_a_verdict_of_its_evaluator(service, sender):
    call = span()
    service.send(call)
    sender.evaluate(call, "quality", score=0.2, explanation="it is not on its way")
    sender.evaluate(call, "Is it grounded?", label="Hallucinated")
    found = until(lambda: (v := verdicts(service, call)) and len(v) == 2 and v, what="two verdicts")
    assert (found["quality"]["verdict"], found["quality"]["score"]) == ("fail", 0.2)
    assert found["quality"]["explanation"] == "it is not on its way"
    assert found["groundedness"]["verdict"] == "fail"
    assert counted(service, "counted") == 2
    assert total(service.metrics(), "assay_fail_ratio", evaluator="quality") == 1


def test_before_its_call_by_its_response_or_by_a_span_around_it(service, sender):
    early, answered, inner = span(), span(attributes={"gen_ai.response.id": "chatcmpl-7"}), span()
    sender.evaluate(early, "quality", score=1)
    function = Span(trace_id=inner.trace_id, span_id=os.urandom(8), name="answer",
                    start_time_unix_nano=inner.start_time_unix_nano, end_time_unix_nano=inner.end_time_unix_nano)
    inner.parent_span_id = function.span_id
    sender.evaluate(function, "quality", score=0)
    service.send(early, answered, inner, function)
    sender.evaluate(None, "quality", score=0, response="chatcmpl-7")
    until(lambda: counted(service, "counted") == 3, what="three verdicts")
    assert [verdicts(service, s)["quality"]["verdict"] for s in (early, answered, inner)] == ["pass", "fail", "fail"]


def test_the_same_twice_counts_once_and_a_change_replaces(service, sender):
    call = span()
    service.send(call)
    sender.evaluate(call, "quality", score=0)
    until(lambda: counted(service, "counted") == 1, what="a verdict")
    sender.evaluate(call, "quality", score=0)
    until(lambda: counted(service, "repeated") == 1, what="a repetition")
    assert total(service.metrics(), "assay_fail_ratio", evaluator="quality") == 1
    sender.evaluate(call, "quality", score=1)
    until(lambda: counted(service, "replaced") == 1, what="a replacement")
    assert total(service.metrics(), "assay_fail_ratio", evaluator="quality") == 0
    assert until(lambda: (v := verdicts(service, call)["quality"])["verdict"] == "pass" and v)


def test_they_fire_alerts_and_outlive_a_crash(service):
    calls = [span() for _ in range(20)]
    service.send(*calls)
    sender = Sender(GRPCLogs(endpoint=f"http://127.0.0.1:{service.grpc_port}", insecure=True))
    for call in calls:
        sender.evaluate(call, "quality", score=0.1)
    sender.provider.shutdown()
    until(lambda: total(service.metrics(), "assay_alert_firing", alert="bad") == 1, what="the alert")
    until(lambda: all(verdicts(service, call) for call in calls), what="all verdicts on disk")
    service.kill()
    service.start()
    assert total(service.metrics(), "assay_fail_ratio", evaluator="quality") == 1


def test_span_events_and_annotations_by_link(service):
    own, linked = span(), span()
    own.events.append(Span.Event(name="gen_ai.evaluation.result", attributes=[
        key_value("gen_ai.evaluation.name", "quality"), key_value("gen_ai.evaluation.score.value", 0.9)]))
    carrier = Span(
        trace_id=os.urandom(16), span_id=os.urandom(8), name="evaluate", start_time_unix_nano=1, end_time_unix_nano=2,
        links=[Span.Link(trace_id=linked.trace_id, span_id=linked.span_id)],
        attributes=[key_value("openinference.span.kind", "EVALUATOR"),
                    key_value("annotations.0.annotation.name", "quality"),
                    key_value("annotations.0.annotation.score", 0.1),
                    key_value("annotations.0.annotation.annotator_kind", "LLM")])
    service.send(own, linked, carrier)
    until(lambda: counted(service, "counted") == 2, what="two verdicts")
    assert until(lambda: verdicts(service, own).get("quality"))["verdict"] == "pass"
    assert until(lambda: verdicts(service, linked).get("quality"))["verdict"] == "fail"


def test_what_nobody_declared_is_counted_apart(service, sender):
    call = span()
    service.send(call)
    sender.evaluate(call, "mood", score=0)
    until(lambda: counted(service, "undeclared") == 1, what="a stranger")
    sender.evaluate(call, "quality", score=1)
    until(lambda: verdicts(service, call), what="a verdict")
    assert list(verdicts(service, call)) == ["quality"]
    assert service.log().count("not declared") == 1 and "mood" in service.log()


def test_what_is_of_no_use_is_rejected(service):
    answer = service.session.post(f"{service.url}/v1/logs", json={"resourceLogs": [{"scopeLogs": [{"logRecords": [
        {"eventName": "gen_ai.evaluation.result", "traceId": "01" * 16, "spanId": "01" * 8, "attributes": [
            {"key": "gen_ai.evaluation.score.value", "value": {"doubleValue": 1}}]}]}]}]})
    partial = answer.json()["partialSuccess"]
    assert int(partial["rejectedLogRecords"]) == 1 and "no name" in partial["errorMessage"]


def test_annotations_over_phoenix_api(service):
    call = span()
    service.send(call)
    annotation = {"name": "quality", "annotator_kind": "HUMAN", "span_id": call.span_id.hex(),
                  "result": {"score": 0.0, "explanation": "rude"}}
    post = lambda **body: service.session.post(f"{service.url}/v1/span_annotations?sync=true", json=body)  # noqa: E731
    answer = post(data=[annotation])
    assert answer.status_code == 200 and answer.json() == {"data": [{"id": f"{call.span_id.hex()}/quality"}]}
    assert until(lambda: verdicts(service, call).get("quality"))["verdict"] == "fail"
    wrong = post(data=[annotation, {**annotation, "span_id": "x"}])
    assert wrong.status_code == 400 and "data[1]" in wrong.text
