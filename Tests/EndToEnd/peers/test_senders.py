"""Programs of others that judge answers, as senders of verdicts."""

import asyncio

import pytest
from opentelemetry import _logs, trace
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from assay_service import until
from metrics_text import total
from spans import span


@pytest.fixture
def service(start_service):
    return start_service({
        "sampling": {"default": "100%"},
        "assembly": {"quiet": "100ms"},
        "evaluators": {"polite": {"plugin": "external", "name": "Polite"},
                       "tone": {"plugin": "external", "labels": {"rude": "fail", "kind": "pass"}}},
    })


def kinds(service, evaluator: str) -> list[str]:
    return sorted(v["verdict"] for call in service.get("/api/calls")["calls"] for v in call["verdicts"]
                  if v["evaluator"] == evaluator)


def test_pydantic_evals_judges_a_function_that_calls_a_model(service):
    from pydantic_evals._otel_emit import build_parent_context, emit_otel_events
    from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext
    from pydantic_evals.evaluators._run_evaluator import run_evaluator
    from pydantic_evals.online import SpanReference
    from opentelemetry import context as otel_context

    class Polite(Evaluator):
        def evaluate(self, ctx: EvaluatorContext) -> EvaluationReason:
            return EvaluationReason(value="please" in ctx.output, reason=f"it says {ctx.output!r}")

    spans, logs = TracerProvider(), LoggerProvider()
    spans.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(endpoint=f"{service.url}/v1/traces")))
    logs.add_log_record_processor(SimpleLogRecordProcessor(OTLPLogExporter(endpoint=f"{service.url}/v1/logs")))
    _logs.set_logger_provider(logs)
    tracer = spans.get_tracer("app")
    for answer in ("wait, please", "wait"):
        with tracer.start_as_current_span("answer") as function:
            with tracer.start_as_current_span("chat", attributes={
                    "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.provider.name": "openai"}):
                pass
        judged = asyncio.run(run_evaluator(Polite(), EvaluatorContext(
            name="case", inputs="?", metadata=None, expected_output=None, output=answer, duration=0.1,
            _span_tree=None, attributes={}, metrics={})))
        about = function.get_span_context()
        token = otel_context.attach(build_parent_context(SpanReference(
            trace_id=trace.format_trace_id(about.trace_id), span_id=trace.format_span_id(about.span_id))))
        emit_otel_events(results=judged, failures=[], target="answer")
        otel_context.detach(token)
    until(lambda: kinds(service, "polite") == ["fail", "pass"], what="a verdict on each call")
    assert total(service.metrics(), "assay_fail_ratio", evaluator="polite") == 0.5
    spans.shutdown(), logs.shutdown()


def test_phoenix_client_annotates_spans(service):
    from phoenix.client import Client

    calls = [span(), span()]
    service.send(*calls)
    client = Client(base_url=service.url)
    client.spans.add_span_annotation(
        span_id=calls[0].span_id.hex(), annotation_name="tone", annotator_kind="HUMAN", label="rude", score=0.0)
    inserted = client.spans.log_span_annotations(sync=True, span_annotations=[
        {"name": "tone", "span_id": calls[1].span_id.hex(), "annotator_kind": "LLM", "result": {"label": "kind"}}])
    assert [one["id"] for one in inserted] == [f"{calls[1].span_id.hex()}/tone"]
    until(lambda: kinds(service, "tone") == ["fail", "pass"], what="a verdict on each call")
