"""Records what a real instrumented client sends, as `config/demo/recording.jsonl`.

    .venv/bin/python Tests/Recordings/record.py

Two applications call a mock provider through the `openai` package; OpenTelemetry's own
instrumentation and exporter send their spans to a small server here, which keeps the request
bodies byte for byte. See README.md beside this file.
"""

import argparse
import base64
import json
import random
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "EndToEnd"))

import openai  # noqa: E402
from capture import Capture  # noqa: E402
from instrumented import Application, call_attributes  # noqa: E402
from mock_provider import MockProvider  # noqa: E402
from traffic import ROOT, SCHEMA, TEXTS, Call, checkout, invoices  # noqa: E402

LARGEST_RECORDING = 250_000
BATCH = 8


def make(call: Call, client: openai.OpenAI) -> None:
    """Makes one call as an application would."""
    options = {}
    if call.as_json:
        options["response_format"] = {
            "type": "json_schema", "json_schema": {"name": "invoice", "strict": True, "schema": SCHEMA}}
    if call.stream:
        options |= {"stream": True, "stream_options": {"include_usage": True}}
    answer = client.chat.completions.create(
        model=call.model,
        messages=[{"role": "system", "content": call.system}, {"role": "user", "content": call.question}],
        **options)
    if call.stream:
        for _ in answer:
            pass


def record(calls: list[Call], capture: Capture, searches: int = 0) -> list[tuple[int, bytes]]:
    """The bodies that the calls cause, each with the number of calls in it."""
    recorded = []
    with MockProvider({}) as provider:
        for name in dict.fromkeys(call.application for call in calls):
            # One application says what it does by its service name, the other by an attribute.
            service = "back-office" if name == "invoice-extractor" else name
            application = Application(service, capture.endpoint, provider.base_url)
            mine = [call for call in calls if call.application == name]
            with application.instrumented():
                for begin in range(0, len(mine), BATCH):
                    batch = mine[begin : begin + BATCH]
                    for call in batch:
                        route = name if service != name else None
                        # Calls are made one by one, each with its own answer.
                        provider.table = {"served": TEXTS["served"], "answers": [call.answer]}
                        with call_attributes({
                            "assay.route": route, "assay.reference": call.reference,
                            "user.id": call.user, "gen_ai.conversation.id": call.conversation}):
                            make(call, application.client)
                    sent = len(batch)
                    if searches and name == "checkout-assistant":
                        application.client.embeddings.create(
                            model="text-embedding-3-small", input=TEXTS["checkout"]["search"])
                        searches -= 1
                        sent += 1
                    application.flush()
                    bodies = capture.take()
                    if len(bodies) != 1:
                        raise RuntimeError(f"{len(bodies)} bodies came of one flush")
                    recorded.append((sent, bodies[0]))
            application.close()
    return recorded


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--output", type=Path, default=ROOT / "config/demo/recording.jsonl")
    arguments.add_argument("--seed", type=int, default=2)
    chosen = arguments.parse_args()
    generator = random.Random(chosen.seed)
    capture = Capture()
    patches = {
        "good": (checkout(generator, 36, good=True) + invoices(generator, 24, good=True), 2),
        "bad": (checkout(generator, 22, good=False) + invoices(generator, 18, good=False), 0),
    }
    lines = []
    for patch, (calls, searches) in patches.items():
        recorded = record(calls, capture, searches)
        # The applications were recorded one after the other; in life their calls mingle.
        generator.shuffle(recorded)
        for count, body in recorded:
            line = {"patch": patch, "calls": count, "body": base64.b64encode(body).decode()}
            lines.append(json.dumps(line) + "\n")
        print(f"{patch}: {sum(count for count, _ in recorded)} calls in {len(recorded)} bodies")
    text = "".join(lines)
    if len(text) > LARGEST_RECORDING:
        raise RuntimeError(f"the recording has {len(text)} bytes, more than {LARGEST_RECORDING}")
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    chosen.output.write_text(text, encoding="ascii")
    print(f"{chosen.output}: {len(text)} bytes")


if __name__ == "__main__":
    main()
