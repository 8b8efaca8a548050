"""`assay rules`: what it prints is what ships, and Prometheus' own tools understand it."""

import shutil
import subprocess

import pytest
import yaml

from assay_service import BINARY, ROOT
from loop import loop_config

SHIPPED = ROOT / "config/prometheus"
needs_promtool = pytest.mark.skipif(not shutil.which("promtool"), reason="promtool (package prometheus) is absent")
needs_amtool = pytest.mark.skipif(not shutil.which("amtool"), reason="amtool (prometheus-alertmanager) is absent")


def run(*command, **options) -> subprocess.CompletedProcess:
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, **options)


def rules(*arguments) -> subprocess.CompletedProcess:
    return run(BINARY, "rules", *arguments)


def test_the_shipped_rules_are_those_of_the_shipped_configuration():
    printed = rules("--config", "config/assay.yaml")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert printed.stdout == (SHIPPED / "assay.rules.yml").read_text(encoding="utf-8"), (
        "assay rules --config config/assay.yaml > config/prometheus/assay.rules.yml")


@needs_promtool
def test_promtool_has_nothing_to_say_about_the_shipped_files():
    checked = run("promtool", "check", "config", SHIPPED / "prometheus.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "SUCCESS" in checked.stdout and "FAILED" not in checked.stdout + checked.stderr


@needs_promtool
def test_the_shipped_rules_do_what_they_should():
    tested = run("promtool", "test", "rules", SHIPPED / "assay.rules.test.yml")
    assert tested.returncode == 0, tested.stdout + tested.stderr


@needs_amtool
def test_amtool_has_nothing_to_say_about_the_shipped_receivers(tmp_path):
    text = (SHIPPED / "alertmanager.yml").read_text(encoding="utf-8")
    (tmp_path / "alertmanager.yml").write_text(text, encoding="utf-8")
    (tmp_path / "assay.key").write_text("a key", encoding="utf-8")
    checked = run("amtool", "check-config", tmp_path / "alertmanager.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@needs_promtool
@pytest.mark.parametrize("flags", [[], ["--native-histograms"]], ids=["classic", "native"])
def test_every_signal_and_grouping_is_a_rule(tmp_path, flags):
    signals = [
        {"signal": "fail_ratio", "evaluator": "no-refusal", "above": "5%"},
        {"signal": "latency", "quantile": 0.99, "above": "20s"},
        {"signal": "truncation_ratio", "above": "5%"}, {"signal": "refusal_ratio", "above": "5%"},
        {"signal": "error_ratio", "objective": "99.5%"},
        {"signal": "fail_ratio", "evaluator": "no-refusal", "objective": "95%"},
        {"signal": "error_ratio", "above": "5%"}, {"signal": "spend_rate", "above": "$5/h"},
    ]
    groupings = [[], ["route"], ["provider", "model"], ["tenant"], ["caller", "model"]]
    scopes = ["*", "route=a b*,model=gpt-*", 'tenant=x"y', "provider=(a|b"]
    config = loop_config()
    config["alerts"] = {
        f"a{number}": {"when": when, "by": by, "on": on}
        for number, (when, by, on) in enumerate(
            (when, by, on) for when in signals for by in groupings for on in scopes)}
    config["alerts"]["FromPrometheus"] = {"when": {"signal": "external"}}
    file = tmp_path / "assay.yaml"
    file.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    printed = rules("--config", file, "--url", "https://assay.example/", *flags)
    assert printed.returncode == 0, printed.stderr
    (tmp_path / "rules.yml").write_text(printed.stdout, encoding="utf-8")
    checked = run("promtool", "check", "rules", tmp_path / "rules.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    groups = yaml.safe_load(printed.stdout)["groups"]
    assert len(groups) == len(config["alerts"]) - 1
    alerts = [rule for group in groups for rule in group["rules"] if "alert" in rule]
    assert [rule["alert"] for rule in alerts] == list(config["alerts"])[:-1]
    assert {rule["annotations"]["assay"] for rule in alerts} == {"https://assay.example/api/alerts"}


def test_a_wrong_configuration_is_no_rules(tmp_path):
    file = tmp_path / "assay.yaml"
    file.write_text("alerts: { a: { when: { signal: error_ratio, above: 8 } } }\n", encoding="utf-8")
    printed = rules("--config", file)
    assert (printed.returncode, printed.stdout) == (2, "")
    assert "alerts.a.when.above" in printed.stderr
