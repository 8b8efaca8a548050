"""What NAME judges, in a sentence. Protocol 1, no dependencies."""

import json
import os
import sys

config = {}


def judge(call):
    """The verdict on one call. Its keys: input, messages, system, output, tool_calls, context, reference, attributes,
    and model and route where they are known."""
    output = call["output"]
    if not output:
        return {"verdict": "skip", "label": "empty", "explanation": "there is no answer to judge"}
    # An example to replace: one word that no answer may hold.
    word = config.get("word", "TODO")
    start = output.find(word)
    if start < 0:
        return {"verdict": "pass", "score": 1}
    # Evidence counts code points, as Python does.
    return {"verdict": "fail", "score": 0, "label": "unfinished", "explanation": f"the answer says '{word}'",
            "evidence": [[start, start + len(word)]]}


def answer(line):
    """What is written for a line; None for one that wants no answer."""
    global config
    try:
        message = json.loads(line)
    except ValueError as error:
        print(f"a line is no JSON: {error}", file=sys.stderr)
        return None
    if not isinstance(message, dict):
        return None
    if "hello" in message:
        # Load a model here, before `ready`: it must come within 10 s.
        config = message["hello"].get("config") or {}
        return {"ready": {"protocol": 1, "name": "NAME", "version": "0.1.0"}}
    if "call" in message:
        try:
            return {"id": message["id"], **judge(message["call"])}
        except Exception as error:
            # One call that goes wrong must not end the program.
            return {"id": message["id"], "verdict": "error", "label": "bug", "explanation": repr(error)}
    return None  # A cancelled call has its answer already; what else comes is of a later protocol.


def main():
    """Reads whatever has come, and writes and flushes once for all of it."""
    rest = b""
    while chunk := os.read(0, 1 << 16):
        head, found, rest_of_chunk = chunk.rpartition(b"\n")
        if not found:
            rest += chunk
            continue
        lines, rest = (rest + head).split(b"\n"), rest_of_chunk
        answers = [said for line in lines if line and (said := answer(line)) is not None]
        if answers:
            sys.stdout.write("".join(json.dumps(said) + "\n" for said in answers))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
