"""Runs `assay-bench json-schema` and jsonschema-rs by turns on the same answers and schemas, and prints the ratios.

    python3 -m venv .venv && .venv/bin/pip install -r Benchmarks/peers/requirements.txt
    swift build -c release --product assay-bench
    .venv/bin/python Benchmarks/peers/json_schema.py .build/release/assay-bench

`validate` is of a value that has been parsed before, here to a tape, there to Python's objects; `judge` starts from
the text: here it finds the JSON, parses, validates and makes the verdict; there it is Python's json and is_valid.
Formats are asserted on both sides. Each figure is the best of three turns, in processor time of one thread.
"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import jsonschema_rs

HERE = Path(__file__).parent
TURNS = 3


def per_second(body, count=20_000):
    began = time.thread_time()
    for _ in range(count):
        body()
    return count / (time.thread_time() - began)


def peer(name):
    schema = json.loads((HERE / f"{name}.schema.json").read_text())
    text = (HERE / f"{name}.json").read_text()
    parsed = json.loads(text)
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    assert validator.is_valid(parsed)
    return {
        "parse": per_second(lambda: json.loads(text)),
        "validate": per_second(lambda: validator.is_valid(parsed)),
        "judge": per_second(lambda: validator.is_valid(json.loads(text))),
    }


def keep_best(best, name, figures):
    for what, rate in figures.items():
        best[name, what] = max(best.get((name, what), 0), rate)


ours, theirs = {}, {}
for _ in range(TURNS):
    output = subprocess.run([sys.argv[1], "json-schema"], check=True, capture_output=True, text=True).stdout
    for name, what, rate in re.findall(r"json-schema (\w+) (\w+): (\d+)", output):
        keep_best(ours, name, {what: int(rate)})
    for name in ("booking", "reply"):
        keep_best(theirs, name, peer(name))

print(f"jsonschema-rs {jsonschema_rs.__version__ if hasattr(jsonschema_rs, '__version__') else ''}, a second:")
for (name, what), rate in theirs.items():
    print(f"{name:8} {what:9} assay {ours[name, what]:9,.0f}   jsonschema-rs {rate:9,.0f}   ratio {ours[name, what] / rate:.2f}")
