"""Reads Prometheus text 0.0.4 strictly enough for tests: a sample a line, no time stamps."""

import re
from typing import NamedTuple

_SAMPLE = re.compile(r'^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$')
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)')
_ESCAPES = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}


class Sample(NamedTuple):
    name: str
    labels: dict[str, str]
    value: float


def parse(text: str) -> list[Sample]:
    samples = []
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        match = _SAMPLE.match(line)
        assert match, f"not a sample: {line!r}"
        labels = {
            name: re.sub(r'\\[\\"n]', lambda escape: _ESCAPES[escape.group()], value)
            for name, value in _LABEL.findall(match.group(2) or "")
        }
        samples.append(Sample(match.group(1), labels, float(match.group(3))))
    return samples


def total(text: str, name: str, **labels: str) -> float:
    """The sum over the series of a name that have these labels; zero if there are none."""
    return sum(
        sample.value for sample in parse(text)
        if sample.name == name and labels.items() <= sample.labels.items())
