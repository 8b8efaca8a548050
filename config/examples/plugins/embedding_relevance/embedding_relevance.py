"""Fails an answer whose meaning is far from its question's: protocol 1 with a real embedding model."""

import json
import os
import select
import sys

from minilm import MiniLM

BATCH = 64


def say(messages):
    sys.stdout.write("".join(json.dumps(message) + "\n" for message in messages))
    sys.stdout.flush()


def lines():
    """Lists of the lines that are there: what came while the last were judged is judged together."""
    rest = b""
    while True:
        chunk = os.read(0, 1 << 20)
        if not chunk:
            return
        rest += chunk
        while len(rest) < 8 << 20 and select.select([0], [], [], 0)[0]:
            chunk = os.read(0, 1 << 20)
            if not chunk:
                break
            rest += chunk
        *whole, rest = rest.split(b"\n")
        if whole:
            yield [json.loads(line) for line in whole if line.strip()]


def verdicts(model, calls, pass_at):
    """The answers to calls, in their order. A call of which one side is empty is not judged."""
    full = [m for m in calls if m["call"].get("input", "").strip() and m["call"].get("output", "").strip()]
    rows = model.embed([m["call"][side] for m in full for side in ("input", "output")]) if full else []
    closeness = {m["id"]: float(rows[2 * i] @ rows[2 * i + 1]) for i, m in enumerate(full)}
    for message in calls:
        close = closeness.get(message["id"])
        if close is None:
            yield {"id": message["id"], "verdict": "skip", "explanation": "there is no question or no answer"}
            continue
        score = round(min(1.0, max(0.0, close)), 4)
        said = f"the answer is {score:.2f} close to the question; {pass_at} is asked for"
        if score >= pass_at:
            yield {"id": message["id"], "verdict": "pass", "score": score, "explanation": said}
        else:
            yield {"id": message["id"], "verdict": "fail", "score": score, "label": "far", "explanation": said}


def main():
    model, pass_at = MiniLM(), 0.2
    for messages in lines():
        for message in messages:
            if "hello" in message:
                pass_at = float((message["hello"].get("config") or {}).get("pass_at", pass_at))
                say([{"ready": {"protocol": 1, "name": "embedding_relevance", "version": "1.0.0"}}])
        calls = [m for m in messages if "call" in m]
        for start in range(0, len(calls), BATCH):
            say(verdicts(model, calls[start:start + BATCH], pass_at))


main()
