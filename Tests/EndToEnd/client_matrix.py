"""The calls that every instrumentation is asked to make, and the process that makes them."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Case:
    """One call: what is asked, and how the mock provider answers (see MockBehaviour in Sources)."""

    name: str
    api: str
    model: str
    mock: dict = field(default_factory=dict)
    stream: bool = False
    tools: bool = False
    fails: bool = False

    @property
    def question(self) -> str:
        return f"What of {self.name}, Malmö?"


SLOW = {"delay_ms": 30, "chunk_delay_ms": 20}
CACHED = {"input_tokens": 2048, "output_tokens": 451, "cache_read_tokens": 1920, "reasoning_tokens": 448}
ANTHROPIC_CACHED = {"input_tokens": 2048, "output_tokens": 51, "cache_read_tokens": 1700, "cache_write_tokens": 300}

OPENAI = [
    Case("plain", "chat", "gpt-4o-mini", {"text": "\"quoted\",\nnew lines, 🎁 and 日本語", "delay_ms": 30}),
    Case("a stream", "chat", "gpt-4o-mini", SLOW, stream=True),
    Case("tools", "chat", "gpt-4.1", tools=True),
    Case("streamed tools", "chat", "gpt-4.1", tools=True, stream=True),
    Case("cached tokens", "chat", "o4-mini", CACHED),
    Case("cached tokens, streamed", "chat", "o4-mini", CACHED, stream=True),
    Case("length", "chat", "gpt-4o", {"finish": "length", "text": "Once upon a"}),
    Case("too many", "chat", "gpt-4o-mini", {"status": 429, "retry_after": 1}, fails=True),
    Case("a failure", "chat", "gpt-4o-mini", {"status": 500}, fails=True),
    Case("a wrong key", "chat", "gpt-4o-mini", {"status": 401}, fails=True),
    Case("a streamed failure", "chat", "gpt-4o-mini", {"status": 503}, stream=True, fails=True),
    Case("a cut stream", "chat", "gpt-4o-mini", {"cut_after": 2}, stream=True, fails=True),
    Case("embeddings", "embeddings", "text-embedding-3-small", {"input_tokens": 9}),
]
RESPONSES = [
    Case("a response", "responses", "gpt-4o-mini", {"cache_read_tokens": 1024, "input_tokens": 1500}),
    Case("a streamed response", "responses", "gpt-4o-mini", SLOW, stream=True),
]
ANTHROPIC = [
    Case("plain", "messages", "claude-haiku-4-5", {"delay_ms": 30}),
    Case("a stream", "messages", "claude-haiku-4-5", SLOW, stream=True),
    Case("tools", "messages", "claude-sonnet-4-5", tools=True),
    Case("streamed tools", "messages", "claude-sonnet-4-5", tools=True, stream=True),
    Case("cached tokens", "messages", "claude-sonnet-4-5", ANTHROPIC_CACHED),
    Case("cached tokens, streamed", "messages", "claude-sonnet-4-5", ANTHROPIC_CACHED, stream=True),
    Case("length", "messages", "claude-haiku-4-5", {"finish": "length", "text": "Once upon a"}),
    Case("too many", "messages", "claude-haiku-4-5", {"status": 429, "retry_after": 1}, fails=True),
    Case("overload", "messages", "claude-haiku-4-5", {"status": 529}, fails=True),
]

VARIABLES = {
    # Content as JSON on the span (semantic conventions 1.37 and later).
    "otel-openai": {
        "OTEL_SEMCONV_STABILITY_OPT_IN": "gen_ai_latest_experimental",
        "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "SPAN_ONLY"},
    # The default: content as log events, one a message (semantic conventions 1.36 and earlier).
    "otel-openai-events": {"OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "true"},
}


def make_calls(
    instrumentations: list[str], cases: list[Case], exports: dict[str, str], base_url: str, service: str,
    inside: list[dict] | None = None,
) -> subprocess.Popen:
    """Starts the program; `calls_of` waits for what its clients saw."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    for name in instrumentations:
        environment |= VARIABLES.get(name, {})
    order = {
        "instrumentations": instrumentations, "service": service, "exports": exports, "base_url": base_url,
        "inside": inside or [], "cases": [asdict(case) | {"question": case.question} for case in cases]}
    process = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("client_program.py")], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(json.dumps(order))
    process.stdin.close()
    process.stdin = None
    return process


def calls_of(process: subprocess.Popen) -> list[dict]:
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return json.loads(output)
