"""The command line: what it says, where, and with which exit status."""

import subprocess

import pytest

from assay_service import BINARY, ROOT


def assay(*arguments, cwd=ROOT) -> subprocess.CompletedProcess:
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=60, cwd=cwd)


def check(tmp_path, text: str) -> subprocess.CompletedProcess:
    file = tmp_path / "assay.yaml"
    file.write_text(text, encoding="utf-8")
    return assay("check", "--config", file)


GOOD = """\
sampling: { default: 10%, always: [error, slow] }
evaluators:
  no-refusal: { plugin: regex, must_not_match: "(?i)as an ai" }
alerts:
  refusals:
    when: { signal: fail_ratio, evaluator: no-refusal, above: 8%, window: 10m, min_samples: 50, for: 1m }
    by: [route, model]
    then: { throttle: { floor: 5%, step_at_least: 15s }, mode: shadow }
"""


@pytest.mark.parametrize("text", ["", "{}\n", "# only a comment\n", GOOD])
def test_good_configurations(tmp_path, text):
    checked = check(tmp_path, text)
    assert checked.returncode == 0, checked.stderr


def test_the_configuration_that_ships_is_good():
    checked = assay("check", "--config", "config/assay.yaml")
    assert checked.returncode == 0, checked.stderr
    assert assay("check").returncode == 0, "it is also the default"


# The text, the line that must be named, and what must be said of it.
BAD = {
    "unknown key": ("listen: { http: 127.0.0.1:4318 }\ncolour: red\n", 2, ["colour"]),
    "unknown key inside": (GOOD.replace("floor: 5%", "flor: 5%"), 8, ["alerts.refusals.then.throttle", "flor"]),
    "no share": (GOOD.replace("above: 8%", "above: 800%"), 6, ["alerts.refusals.when.above", "800%"]),
    "no length of time": (GOOD.replace("10m", "a while"), 6, ["alerts.refusals.when.window", "a while"]),
    "no such plugin": (GOOD.replace("plugin: regex", "plugin: regexp"), 3, ["evaluators.no-refusal", "regexp"]),
    "no such evaluator": (GOOD.replace("evaluator: no-refusal", "evaluator: other"), 6, ["alerts.refusals", "other"]),
    "no regular expression": (
        GOOD.replace("(?i)as an ai", "(unclosed"), 3, ["evaluators.no-refusal", "must_not_match"]),
    "no such dimension": (GOOD.replace("[route, model]", "[route, colour]"), 7, ["alerts.refusals.by", "colour"]),
    "no such mode": (GOOD.replace("mode: shadow", "mode: maybe"), 8, ["alerts.refusals.then.mode", "maybe"]),
    "no such signal": (GOOD.replace("fail_ratio", "mood"), 6, ["alerts.refusals.when.signal", "mood"]),
    "beyond loopback": ("listen: { http: 0.0.0.0:4318 }\n", 1, ["listen.http", "0.0.0.0"]),
    "no address": ("listen: { http: somewhere }\n", 1, ["listen.http"]),
    "no list": ("sampling: { always: error }\n", 1, ["sampling.always"]),
    "no map": ("alerts: [refusals]\n", 1, ["alerts"]),
    "no YAML": ("alerts: {\n", None, []),
    "a key twice": ("storage: { path: a.db }\nstorage: { path: b.db }\n", None, ["storage"]),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_configurations(tmp_path, name):
    text, line, words = BAD[name]
    checked = check(tmp_path, text)
    assert checked.returncode == 2, (checked.stdout, checked.stderr)
    where = "assay.yaml" if line is None else f"assay.yaml:{line}"
    assert where in checked.stderr, checked.stderr
    for word in words:
        assert word in checked.stderr, checked.stderr
    assert checked.stdout == ""


def test_all_errors_at_once(tmp_path):
    text = GOOD.replace("above: 8%", "above: 800%").replace("mode: shadow", "mode: maybe").replace("10%", "ten")
    errors = check(tmp_path, text).stderr
    for line in (1, 6, 8):
        assert f"assay.yaml:{line}" in errors, errors


def test_the_first_key_opens_other_addresses(tmp_path):
    keys = tmp_path / "keys.json"
    text = f"listen: {{ http: 0.0.0.0:4318, grpc: off }}\naccess: {{ keys: {keys} }}\n"
    before = check(tmp_path, text)
    assert before.returncode == 2 and "assay key new" in before.stderr
    made = assay("key", "new", "--name", "ci", "--role", "ingest", "--config", tmp_path / "assay.yaml")
    assert made.returncode == 0, made.stderr
    assert check(tmp_path, text).returncode == 0


def test_serve_refuses_what_check_refuses(tmp_path):
    file = tmp_path / "assay.yaml"
    file.write_text("colour: red\n")
    served = assay("serve", "--config", file)
    assert served.returncode == 2
    assert "assay.yaml:1" in served.stderr and "colour" in served.stderr


def test_a_file_that_is_not_there(tmp_path):
    for command in ("check", "serve"):
        done = assay(command, "--config", tmp_path / "none.yaml")
        assert done.returncode == 2
        assert "none.yaml" in done.stderr


def test_secrets_come_from_the_environment_and_are_never_shown(tmp_path):
    file = tmp_path / "assay.yaml"
    file.write_text('storage: { path: "${ASSAY_TEST_PATH}" }\ncolour: "${ASSAY_TEST_SECRET}"\n')
    done = subprocess.run(
        [BINARY, "check", "--config", file], capture_output=True, text=True, timeout=60, cwd=ROOT,
        env={"ASSAY_TEST_PATH": str(tmp_path / "a.db"), "ASSAY_TEST_SECRET": "hunter2"})
    assert done.returncode == 2 and "hunter2" not in done.stdout + done.stderr


def test_plugins_are_listed():
    listed = assay("plugins")
    assert listed.returncode == 0
    for id in ("regex", "json_schema", "reference_answer", "prometheus"):
        assert id in listed.stdout


def test_help():
    helped = assay("--help")
    assert helped.returncode == 0
    for command in ("serve", "check", "demo", "eval", "plugins"):
        assert command in helped.stdout
        assert assay(command, "--help").returncode == 0


@pytest.mark.parametrize("arguments", [["dance"], ["check", "--colour"], ["serve", "--config"]])
def test_wrong_usage(arguments):
    done = assay(*arguments)
    assert done.returncode == 2
    assert done.stderr and not done.stdout
