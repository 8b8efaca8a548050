"""`assay alerts backtest`: what rules would have done over what a service has recorded."""

import json
import subprocess
import time

import pytest
import yaml

from assay_service import BINARY, ROOT, until
from loop import GOOD, REFUSAL, SCOPE, firing, loop_config
from spans import MILLISECOND, span


def backtest(config_file, *arguments) -> tuple[int, list[dict], str]:
    """The exit status, the lines, and what was said of them."""
    done = subprocess.run(
        [BINARY, "alerts", "backtest", "--config", config_file, "--json", *arguments], capture_output=True, text=True,
        timeout=60, cwd=ROOT)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def of(lines: list[dict], event: str) -> list[dict]:
    return [line for line in lines if line["event"] == event]


def other(service, change) -> str:
    """The service's configuration with something changed."""
    config = yaml.safe_load(service.config_file.read_text())
    change(config)
    file = service.folder / "other.yaml"
    file.write_text(yaml.safe_dump(config, sort_keys=False))
    return file


@pytest.fixture(scope="module")
def recorded(start_shared_service):
    """A service in shadow that has seen an alert fire and resolve, and runs still."""
    service = start_shared_service(loop_config("shadow"))
    service.send(*[span(REFUSAL, duration=MILLISECOND) for _ in range(40)])
    until(lambda: firing(service), what="the alert")

    def step():
        service.send(*[span(GOOD, duration=MILLISECOND) for _ in range(20)])
        return not firing(service)

    until(step, 30, 0.5, "the end of the alert")
    time.sleep(0.5)  # What is written behind is there.
    return service


def test_it_fires_when_the_service_did(recorded):
    status, lines, said = backtest(recorded.config_file, "--since", "1h")
    assert (status, said) == (1, "")
    changes = recorded.get("/api/alerts", limit=100)["alerts"]
    live = {change["state"]: change for change in changes}
    fired = of(lines, "firing")
    assert [(one["alert"], one["scope"]) for one in fired] == [("refusals", SCOPE)]
    lived = [changes_at(live["firing"]), changes_at(live["resolved"])]
    assert fired[0]["since_ns"] == pytest.approx(lived[0], abs=2e9)
    assert fired[0]["until_ns"] == pytest.approx(lived[1], abs=3e9)
    assert fired[0]["value"] == pytest.approx(1) and fired[0]["peak"] == pytest.approx(1)
    assert 0 < fired[0]["turned_away"] < fired[0]["calls"]
    rule, = of(lines, "rule")
    assert (rule["fired"], rule["calls"]) == (1, fired[0]["calls"])
    summary, = of(lines, "summary")
    assert summary["calls"] == summary["verdicts"] == len_of_calls(recorded)


def changes_at(change: dict) -> int:
    return change["at_ns"] if "at_ns" in change else int(change["at"])


def len_of_calls(service) -> int:
    from metrics_text import total
    return int(total(service.metrics(), "assay_calls_total"))


def test_another_rule_over_the_same_history(recorded):
    def quiet(config):
        config["alerts"]["refusals"]["when"]["min_samples"] = 100_000
    status, lines, _ = backtest(other(recorded, quiet))
    assert status == 0
    assert of(lines, "firing") == [] and of(lines, "rule")[0]["fired"] == 0

    def more(config):
        config["alerts"] = {
            "slow": {"when": {"signal": "latency", "above": "1s", "window": "10s", "min_samples": 10}, "by": ["model"]},
            "dear": {"when": {"signal": "spend_rate", "above": "$0.01/h", "window": "1m"}, "by": []},
            "outside": {"when": {"signal": "external"}},
        }
    status, lines, said = backtest(other(recorded, more))
    assert status == 1, said
    assert [(rule["alert"], rule["fired"]) for rule in of(lines, "rule")] == [("slow", 0), ("dear", 1), ("outside", 0)]
    assert [(one["alert"], one["scope"], one["until_ns"]) for one in of(lines, "firing")] == [("dear", "*", None)]


def test_people_get_lines(recorded):
    done = subprocess.run(
        [BINARY, "alerts", "backtest", "--config", recorded.config_file], capture_output=True, text=True, timeout=60,
        cwd=ROOT)
    assert done.returncode == 1
    first, rule, last = done.stdout.splitlines()
    assert "refusals fires for" in first and SCOPE in first
    assert rule.startswith("refusals: fires 1 time, for ")
    assert last.split()[1:3] == ["calls", "and"]


@pytest.mark.parametrize("arguments, said", [
    (["--db", "/nowhere/assay.db"], "/nowhere/assay.db: the file or folder cannot be opened"),
    (["--db", str(ROOT / "config/assay.yaml")], "no store of ours"),
    (["--since", "a while"], "write 90s, 5m, 12h or 7d"),
    (["--since", "0s"], "write 90s, 5m, 12h or 7d"),
])
def test_bad_input(recorded, arguments, said):
    status, lines, message = backtest(recorded.config_file, *arguments)
    assert (status, lines) == (2, [])
    assert said in message


def test_the_history_before_is_left_out(recorded):
    time.sleep(1)
    status, lines, _ = backtest(recorded.config_file, "--since", "1s")
    assert status == 0, lines


def test_a_stopped_service_s_database_is_read_and_left_as_it_is(start_service):
    service = start_service(loop_config("shadow"))
    service.send(*[span(REFUSAL, duration=MILLISECOND) for _ in range(40)])
    until(lambda: firing(service), what="the alert")
    assert service.stop() == 0
    before = service.database.read_bytes()
    status, lines, said = backtest(service.config_file)
    assert (status, said) == (1, "")
    assert of(lines, "firing")[0]["until_ns"] is None, "it fires still"
    assert service.database.read_bytes() == before
    service.start()
