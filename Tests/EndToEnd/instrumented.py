"""The real `openai` package under the real OpenTelemetry instrumentation and exporter.

Content goes onto the spans (semantic conventions 1.37 and later), as opt-in variables say; they
must be set before the instrumentation is imported, hence the order of this file.
"""

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar

os.environ["OTEL_SEMCONV_STABILITY_OPT_IN"] = "gen_ai_latest_experimental"
os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "SPAN_ONLY"

import openai  # noqa: E402
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: E402
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor  # noqa: E402
from opentelemetry.sdk.resources import Resource  # noqa: E402
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider  # noqa: E402
from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: E402

_call_attributes: ContextVar[dict] = ContextVar("call_attributes", default={})


@contextlib.contextmanager
def call_attributes(attributes: dict) -> Iterator[None]:
    """Attributes that spans begun inside get; None stands for absent."""
    token = _call_attributes.set({name: value for name, value in attributes.items() if value is not None})
    try:
        yield
    finally:
        _call_attributes.reset(token)


class _AttributeProcessor(SpanProcessor):
    """What an application writes to say what a call is for: attributes set as a span begins."""

    def on_start(self, span, parent_context=None) -> None:
        span.set_attributes(_call_attributes.get())


class EndedSpans(SpanProcessor):
    """Remembers what was handed to the exporter, so that a test knows what must arrive."""

    def __init__(self):
        self.spans: list[ReadableSpan] = []

    def on_end(self, span: ReadableSpan) -> None:
        self.spans.append(span)


class Application:
    """A program that calls models: its client, its tracer, and the spans it has ended."""

    def __init__(self, service_name: str, endpoint: str, base_url: str):
        self.ended = EndedSpans()
        self.tracing = TracerProvider(resource=Resource.create({"service.name": service_name}), shutdown_on_exit=False)
        self.tracing.add_span_processor(_AttributeProcessor())
        self.tracing.add_span_processor(self.ended)
        # Nothing is sent before `flush` asks for it, so batches are what the caller decides.
        exporter = OTLPSpanExporter(endpoint=endpoint)
        self.tracing.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=3_600_000))
        self.tracer = self.tracing.get_tracer("assay.tests")
        self.client = openai.OpenAI(base_url=base_url, api_key="sk-not-a-key", max_retries=0)

    def flush(self) -> None:
        if not self.tracing.force_flush(30_000):
            raise RuntimeError("the exporter did not finish in 30 s")

    @contextlib.contextmanager
    def instrumented(self) -> Iterator["Application"]:
        """The instrumentation is one per process: applications take turns."""
        instrumentor = OpenAIInstrumentor()
        instrumentor.instrument(tracer_provider=self.tracing)
        try:
            yield self
        finally:
            instrumentor.uninstrument()

    def close(self) -> None:
        self.client.close()
        self.tracing.shutdown()
