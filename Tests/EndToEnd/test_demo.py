"""The demo: the whole loop on recorded traffic, told as it happens."""

import re
import subprocess
import time

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
