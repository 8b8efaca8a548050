"""`assay replay`: what a configuration would have done with recorded traffic."""

import json
import subprocess

from assay_service import BINARY, ROOT

RECORDING = ROOT / "config/demo/recording.jsonl"


def replay(*arguments, config="config/examples/demo.yaml") -> subprocess.CompletedProcess:
    return subprocess.run(
        [BINARY, "replay", *map(str, arguments), "--config", config], cwd=ROOT, capture_output=True, text=True,
        timeout=120)


def test_it_counts_and_judges_what_was_recorded(tmp_path):
    done = replay(RECORDING, "--json")
    assert done.returncode in (0, 1), done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    summary = lines[-1]
    assert summary["event"] == "summary" and summary["calls"] > 0 and summary["cost_nanodollars"] > 0
    assert any(sum(kinds.values()) > 0 for kinds in summary["verdicts"].values())
    assert (done.returncode == 1) == any(
        line["event"] == "alert" and line["state"] == "firing" for line in lines)
    assert replay(RECORDING, "--json").stdout == done.stdout, "the same file gives the same result"


def test_it_names_the_line_that_is_wrong(tmp_path):
    file = tmp_path / "bad.jsonl"
    file.write_text(RECORDING.read_text(encoding="utf-8").splitlines()[0] + "\n{\"resourceSpans\": 7}\n")
    done = replay(file)
    assert done.returncode == 2 and f"{file}:2" in done.stderr


def test_a_file_that_is_not_there_is_said(tmp_path):
    done = replay(tmp_path / "none.jsonl")
    assert done.returncode == 2 and "none.jsonl" in done.stderr
