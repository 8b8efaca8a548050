"""`assay simulate` and `assay anomalies`: what they print, and how they refuse."""

import csv
import json
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

from assay_service import BINARY, ROOT


def assay(*arguments, folder=ROOT) -> subprocess.CompletedProcess:
    return subprocess.run([BINARY, *map(str, arguments)], cwd=folder, capture_output=True, text=True, timeout=300)


def test_an_outage_is_cut_and_given_back(tmp_path):
    picture = tmp_path / "outage.svg"
    run = assay("simulate", "config/worlds/outage.yaml", "--json", "--svg", picture)
    assert run.returncode == 0, run.stderr
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert lines
    assert assay("simulate", "config/worlds/outage.yaml", "--json").stdout == run.stdout, "the same seed, the same run"
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")


def test_every_world_that_is_shipped_is_read(tmp_path):
    """Played for no time, so that this takes none: what is wrong with a file is said before it is played."""
    for world in sorted((ROOT / "config/worlds").glob("*.yaml")):
        broken = tmp_path / world.name
        broken.write_text(world.read_text(encoding="utf-8") + "\nzzz: 1\n", encoding="utf-8")
        run = assay("simulate", broken)
        assert run.returncode == 2
        assert len(run.stderr.splitlines()) == 1 and "zzz" in run.stderr, run.stderr


def test_a_wrong_world_is_refused_by_line(tmp_path):
    world = tmp_path / "world.yaml"
    world.write_text("name: a\ncallers:\n  shop: { rate: fast }\n", encoding="utf-8")
    run = assay("simulate", world)
    assert run.returncode == 2
    assert "world.yaml:3" in run.stderr


def test_a_detector_keeps_its_rate():
    run = assay("detector-bands", "A1", "--days", "3")
    assert run.returncode == 0, run.stdout + run.stderr
    assert json.loads(run.stdout)["band"] == "A1"
    assert assay("detector-bands", "A99").returncode == 2


@pytest.fixture
def series(tmp_path):
    path = tmp_path / "series.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["timestamp", "value"])
        for row in range(2_000):
            moment = f"2014-04-{1 + row // 288:02} {row % 288 // 12:02}:{row % 12 * 5:02}:00"
            rows.writerow([moment, 100 + row * 37 % 11 + (500 if 1_500 <= row < 1_510 else 0)])
    return path


def test_a_series_is_scored_row_by_row(series):
    run = assay("anomalies", series, "--json")
    assert run.returncode in (0, 1), run.stderr
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(rows) == 2_000
    assert list(rows[0]) == ["timestamp", "value", "score", "anomaly"]
    assert [place for place, row in enumerate(rows) if row["anomaly"]] == [1_500]


def test_a_row_that_cannot_be_read_is_named(tmp_path):
    path = tmp_path / "series.csv"
    path.write_text("timestamp,value\n2014-04-01 00:00:00,1\nyesterday,2\n")
    run = assay("anomalies", path, "--json")
    assert run.returncode == 2
    assert "series.csv:3" in run.stderr or "line 3" in run.stderr, run.stderr
