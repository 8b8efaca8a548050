"""A program that calls models under instrumentation, run as a process of its own.

Instrumentations patch the client packages, so each combination needs a fresh interpreter. It reads a
JSON object from its standard input and writes what its clients saw to standard output:

    {"instrumentations": ["openllmetry-openai"], "service": "shop", "base_url": "http://127.0.0.1:9/v1",
     "exports": {"http/protobuf": "http://127.0.0.1:4318"}, "cases": [{…}], "inside": []}

A case is a `Case` of client_matrix.py; `inside` lists the attributes of spans around each call, outermost first.
"""

import contextlib
import functools
import importlib
import json
import sys
import time

from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

TOOL = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}}
SYSTEM = "You are helpful."

INSTRUMENTORS = {
    "otel-openai": "opentelemetry.instrumentation.openai_v2.OpenAIInstrumentor",
    "openinference-openai": "openinference.instrumentation.openai.OpenAIInstrumentor",
    "openinference-anthropic": "openinference.instrumentation.anthropic.AnthropicInstrumentor",
    "openllmetry-openai": "opentelemetry.instrumentation.openai.OpenAIInstrumentor",
    "openllmetry-anthropic": "opentelemetry.instrumentation.anthropic.AnthropicInstrumentor",
}

EXPORTERS = {
    "http/protobuf": ("opentelemetry.exporter.otlp.proto.http.trace_exporter", "/v1/traces"),
    "http/json": ("opentelemetry.exporter.otlp.json.http.trace_exporter", "/v1/traces"),
    "grpc": ("opentelemetry.exporter.otlp.proto.grpc.trace_exporter", ""),
}


class _Ended(SpanProcessor):
    def __init__(self):
        self.spans = []

    def on_end(self, span) -> None:
        self.spans.append(span)


class Program:
    """Clients, their tracing, and what was seen of each call."""

    def __init__(self, order: dict):
        resource = Resource.create({"service.name": order["service"]})
        self.ended = _Ended()
        self.tracing = TracerProvider(resource=resource, shutdown_on_exit=False)
        self.tracing.add_span_processor(self.ended)
        self.logging = LoggerProvider(resource=resource, shutdown_on_exit=False)
        for name, endpoint in order["exports"].items():
            self._export(name, endpoint)
        self.tracer = self.tracing.get_tracer("assay.tests")
        self.inside = order["inside"]
        for name in order["instrumentations"]:
            module, _, kind = INSTRUMENTORS[name.removesuffix("-events")].rpartition(".")
            instrumentor = getattr(importlib.import_module(module), kind)()
            instrumentor.instrument(tracer_provider=self.tracing, logger_provider=self.logging)
        self.base_url = order["base_url"]

    @functools.cached_property
    def openai(self):
        import openai
        return openai.OpenAI(base_url=self.base_url, api_key="sk-not-a-key", max_retries=0)

    @functools.cached_property
    def anthropic(self):
        import anthropic
        return anthropic.Anthropic(
            base_url=self.base_url.removesuffix("/v1"), api_key="sk-not-a-key", max_retries=0)

    def _export(self, name: str, endpoint: str) -> None:
        module, path = EXPORTERS[name]
        options = {"insecure": True} if name == "grpc" else {}
        exporter = importlib.import_module(module).OTLPSpanExporter(endpoint=endpoint + path, **options)
        # Nothing leaves before the end: spans of one trace arrive together, as from a short program.
        self.tracing.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=3_600_000))
        logs = importlib.import_module(module.replace("trace_exporter", "_log_exporter"))
        log_path = path and "/v1/logs"
        log_exporter = logs.OTLPLogExporter(endpoint=endpoint + log_path, **options)
        self.logging.add_log_record_processor(BatchLogRecordProcessor(log_exporter, schedule_delay_millis=3_600_000))

    def run(self, case: dict) -> dict:
        seen = {"case": case["name"], "input": case["question"], "outcome": "ok", "tool_calls": [], "tokens": {}}
        before = len(self.ended.spans)
        with contextlib.ExitStack() as around:
            for attributes in self.inside:
                around.enter_context(self.tracer.start_as_current_span("agent", attributes=attributes))
            begun = time.perf_counter()
            try:
                {"chat": self._chat, "responses": self._responses, "embeddings": self._embeddings,
                 "messages": self._messages}[case["api"]](case, seen)
            except Exception as error:
                if not case.get("fails"):
                    raise
                seen["outcome"], seen["error"] = "error", type(error).__name__
            seen["seconds"] = time.perf_counter() - begun
        seen["spans"] = [
            (f"{span.context.trace_id:032x}", f"{span.context.span_id:016x}", span.name)
            for span in self.ended.spans[before:]]
        return seen

    def _chat(self, case: dict, seen: dict) -> None:
        arguments = {
            "model": case["model"], "extra_headers": {"x-mock": json.dumps(case["mock"])},
            "messages": [{"role": "system", "content": SYSTEM}, {"role": "user", "content": case["question"]}]}
        if case.get("tools"):
            arguments["tools"] = [{"type": "function", "function": {"name": "weather", "parameters": TOOL}}]
        if not case.get("stream"):
            answer = self.openai.chat.completions.create(**arguments)
            choice = answer.choices[0]
            seen |= {"served": answer.model, "output": choice.message.content or "", "finish": choice.finish_reason}
            seen["tool_calls"] = [
                [call.function.name, call.function.arguments] for call in choice.message.tool_calls or []]
            seen["tokens"] = _openai_tokens(answer.usage)
            return
        begun = time.perf_counter()
        seen["output"], calls = "", {}
        for chunk in self.openai.chat.completions.create(
                **arguments, stream=True, stream_options={"include_usage": True}):
            seen.setdefault("first_token", time.perf_counter() - begun)
            seen["served"] = chunk.model
            for choice in chunk.choices:
                seen["output"] += choice.delta.content or ""
                seen["finish"] = choice.finish_reason or seen.get("finish")
                for call in choice.delta.tool_calls or []:
                    named = calls.setdefault(call.index, ["", ""])
                    named[0] += call.function.name or ""
                    named[1] += call.function.arguments or ""
            if chunk.usage:
                seen["tokens"] = _openai_tokens(chunk.usage)
        seen["tool_calls"] = list(calls.values())

    def _responses(self, case: dict, seen: dict) -> None:
        arguments = {"model": case["model"], "input": case["question"], "instructions": SYSTEM,
                     "extra_headers": {"x-mock": json.dumps(case["mock"])}}
        if case.get("stream"):
            begun = time.perf_counter()
            for event in self.openai.responses.create(**arguments, stream=True):
                seen.setdefault("first_token", time.perf_counter() - begun)
                if event.type == "response.completed":
                    answer = event.response
        else:
            answer = self.openai.responses.create(**arguments)
        usage = answer.usage
        seen |= {"served": answer.model, "output": answer.output_text, "finish": "stop", "tokens": {
            "input": usage.input_tokens, "output": usage.output_tokens,
            "cache_read": usage.input_tokens_details.cached_tokens,
            "reasoning": usage.output_tokens_details.reasoning_tokens}}

    def _embeddings(self, case: dict, seen: dict) -> None:
        answer = self.openai.embeddings.create(
            model=case["model"], input=case["question"], extra_headers={"x-mock": json.dumps(case["mock"])})
        seen |= {"served": answer.model, "tokens": {"input": answer.usage.prompt_tokens}}

    def _messages(self, case: dict, seen: dict) -> None:
        arguments = {
            "model": case["model"], "max_tokens": 1000, "system": SYSTEM,
            "messages": [{"role": "user", "content": case["question"]}],
            "extra_headers": {"x-mock": json.dumps(case["mock"])}}
        if case.get("tools"):
            arguments["tools"] = [{"name": "weather", "input_schema": TOOL}]
        if case.get("stream"):
            begun = time.perf_counter()
            with self.anthropic.messages.stream(**arguments) as stream:
                for _ in stream:
                    seen.setdefault("first_token", time.perf_counter() - begun)
                answer = stream.get_final_message()
        else:
            answer = self.anthropic.messages.create(**arguments)
        usage = answer.usage
        read, written = usage.cache_read_input_tokens or 0, usage.cache_creation_input_tokens or 0
        seen |= {
            "served": answer.model, "finish": answer.stop_reason,
            "output": "".join(block.text for block in answer.content if block.type == "text"),
            "tool_calls": [[block.name, json.dumps(block.input)] for block in answer.content
                           if block.type == "tool_use"],
            # Anthropic's input_tokens exclude what the cache saw.
            "tokens": {"input": usage.input_tokens + read + written, "output": usage.output_tokens,
                       "cache_read": read, "cache_write": written}}

    def close(self) -> None:
        if not (self.tracing.force_flush(30_000) and self.logging.force_flush(30_000)):
            raise RuntimeError("the exporters did not finish in 30 s")
        self.tracing.shutdown()
        self.logging.shutdown()


def _openai_tokens(usage) -> dict:
    return {"input": usage.prompt_tokens, "output": usage.completion_tokens,
            "cache_read": usage.prompt_tokens_details.cached_tokens,
            "reasoning": usage.completion_tokens_details.reasoning_tokens}


def main() -> None:
    order = json.load(sys.stdin)
    program = Program(order)
    seen = [program.run(case) for case in order["cases"]]
    program.close()
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    main()
