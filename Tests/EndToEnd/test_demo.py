"""The demo: the whole loop on recorded traffic, told as it happens."""

import json
import re
import subprocess
import time
from pathlib import Path

import pytest

from assay_service import BINARY, ROOT

LONGEST = 120


def demo(*arguments, timeout: float = 30) -> subprocess.CompletedProcess:
    return subprocess.run(
        [BINARY, "demo", "--port", "0", *arguments], capture_output=True, text=True, timeout=timeout, cwd=ROOT)


def test_the_tour(record_property):
    begun = time.monotonic()
    toured = demo("--once", timeout=LONGEST)
    record_property("seconds", round(time.monotonic() - begun))
    assert toured.returncode == 0, toured.stdout + toured.stderr
    said = toured.stdout
    # In this order: a bad answer and why, an alert, a cut, refusals, a raise, a release.
    place = 0
    for step in (r"flagged +call \d+, \S+: \S+: \S+", r"ALERT +\S+ firing", r"THROTTLE +cut 100 %", r"refused [1-9]",
                 r"THROTTLE +raise", r"THROTTLE +release .* 100 %", r"/api/audit"):
        found = re.compile(step).search(said, place)
        assert found, f"no {step!r} after {said[:place][-200:]!r} in:\n{said}"
        place = found.end()
    assert re.search(r"p50 \S+ s +p95 \S+ s +p99 \S+ s +spend \$0\.\d*[1-9]", said)


def test_no_recording_no_tour(tmp_path):
    toured = demo("--once", "--recording", tmp_path / "none.jsonl")
    assert toured.returncode not in (0, 1), "1 stands for a tour on which something was missing"
    assert "none.jsonl" in toured.stderr


# What follows has an incident that is none, or a recording that is none.

RECORDING = ROOT / "config/demo/recording.jsonl"


def lines_of_recording() -> list[dict]:
    return [json.loads(line) for line in RECORDING.read_text(encoding="utf-8").splitlines()]


def write_recording(path: Path, lines: list[dict]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_tour_without_an_incident_fails(tmp_path, monkeypatch):
    """The bad patch plays good answers: nothing fires, and the tour says what was missing."""
    lines = lines_of_recording()
    good = [line["body"] for line in lines if line["patch"] == "good"]
    for number, line in enumerate(lines):
        if line["patch"] == "bad":
            line["body"] = good[number % len(good)]
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    # It waits its longest for the alert and for the release.
    toured = demo("--once", "--recording", write_recording(tmp_path / "harmless.jsonl", lines), timeout=240)
    said = toured.stdout
    assert toured.returncode == 1, said + toured.stderr
    missing = re.findall(r"MISSING +(.*)$", said, re.MULTILINE)
    for what in ("flagged", "alert fired", "throttle cut", "refused", "rose step by step", "released"):
        assert any(what in line for line in missing), (what, missing)
    # What does not need an incident was seen all the same.
    seen = re.findall(r" s  seen +(.*)$", said, re.MULTILINE)
    assert any("p99" in line for line in seen) and any("spend" in line for line in seen), seen
    assert not re.search(r" s  (ALERT|THROTTLE|flagged) ", said), said
    assert list(temporary.iterdir()) == [], "its store is gone with it"


@pytest.mark.parametrize("patch", ["good", "bad"])
def test_a_recording_without_both_patches_is_refused(tmp_path, patch):
    lines = [line for line in lines_of_recording() if line["patch"] == patch]
    assert lines
    done = demo("--once", "--recording", write_recording(tmp_path / "one-sided.jsonl", lines))
    assert done.returncode == 2
    assert "one-sided.jsonl" in done.stderr and "good and bad" in done.stderr, done.stderr
    assert done.stdout == ""


BROKEN = {
    "no JSON": ("nonsense\n", "nonsense.jsonl:1"),
    "no base64": ('{"patch": "good", "body": "!"}\n', "nonsense.jsonl:1"),
    "no protobuf": ('{"patch": "good", "body": "Z2FyYmFnZQ=="}\n', "nonsense.jsonl:1"),
    "nothing": ("", "nonsense.jsonl"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_recording_is_named(tmp_path, name):
    text, where = BROKEN[name]
    file = tmp_path / "nonsense.jsonl"
    file.write_text(text, encoding="utf-8")
    done = demo("--once", "--recording", file)
    assert done.returncode == 2
    assert where in done.stderr, done.stderr
    assert done.stdout == ""
