"""Plugins in other languages: folders that judge live calls without a build, and bad ones that harm nobody."""

import json
import os
import re
import shutil
import subprocess

import pytest

from assay_service import BINARY, ROOT, Service, until
from metrics_text import total
from spans import identity, span
from test_reload import rewrite

EXAMPLES = ROOT / "config/examples/plugins"

# What every plugin of these tests is made of; `judge(call, count)` is the test's own.
LOOP = '''
import json, os, sys, time
def say(message):
    sys.stdout.write(json.dumps(message) + "\\n")
    sys.stdout.flush()
def main(judge):
    count = 0
    for line in sys.stdin:
        message = json.loads(line)
        if "hello" in message:
            say({"ready": {"protocol": 1, "name": "zoo", "version": "1"}})
        elif "call" in message:
            count += 1
            said = judge(message["call"], count)
            if said is not None:
                say({"id": message["id"], **said})
'''

TOO_LONG = '''
def judge(call, count):
    text = call["output"]
    if not text: return {"verdict": "skip", "label": "empty", "explanation": "there is no answer"}
    if len(text) <= 5: return {"verdict": "pass", "score": 1}
    return {"verdict": "fail", "score": 0.25, "label": "too_long", "explanation": f"{len(text)} characters",
            "evidence": [[5, len(text)]]}
main(judge)
'''


@pytest.fixture(autouse=True)
def an_interpreter_for_everybody(monkeypatch):
    """A contained plugin runs as another user, to whom an interpreter in a developer's home is out of reach."""
    monkeypatch.setenv("PATH", "/usr/local/bin:/usr/bin:/bin")


def write_plugin(home, name: str, body: str, loop: str = LOOP, version: str = "1.0.0"):
    folder = home / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plugin.json").write_text(json.dumps(
        {"id": name, "kind": "evaluator", "version": version, "command": ["python3", "main.py"]}))
    (folder / "main.py").write_text(loop + body)
    return folder


def config(home, **evaluators: dict) -> dict:
    return {
        "plugins": [str(home)], "sampling": {"default": "100%"},
        "evaluators": {name: {"sample": "100%", **entry} for name, entry in evaluators.items()},
    }


def judged(service: Service, spans, evaluator: str, timeout: float = 20) -> list[dict]:
    """The verdicts on these spans, in their order, once all are there."""
    wanted = [identity(one)[1] for one in spans]

    def found():
        page = service.get("/api/evaluations", evaluator=evaluator, limit=1000)
        by_span = {verdict["span_id"]: verdict for verdict in page["evaluations"]}
        return [by_span[one] for one in wanted] if all(one in by_span for one in wanted) else None

    return until(found, timeout, what=f"verdicts of {evaluator}")


def ask(service: Service, evaluator: str, *outputs: str, timeout: float = 20, **more) -> list[dict]:
    spans = [span(output, **more) for output in outputs]
    service.send(*spans)
    return judged(service, spans, evaluator, timeout)


def reload(service: Service) -> None:
    answer = service.session.post(f"{service.url}/api/reload", timeout=30)
    assert answer.status_code == 200, answer.text


def kinds(verdicts: list[dict]) -> list[tuple]:
    return [(verdict["verdict"], verdict.get("label")) for verdict in verdicts]


def measured(service: Service, name: str, evaluator: str) -> float:
    return total(service.metrics(), f"assay_evaluator_{name}", evaluator=evaluator)


# --- Good ones ------------------------------------------------------------------------------------


def test_a_folder_judges_live_calls(start_service, tmp_path):
    write_plugin(tmp_path / "plugins", "brevity", TOO_LONG)
    service = start_service(config(tmp_path / "plugins", short={"plugin": "brevity"}))
    long, short = ask(service, "short", "🙂 a long answer", "brief")
    assert (long["verdict"], long["score"], long["label"]) == ("fail", 0.25, "too_long")
    assert (long["explanation"], long["evidence"]) == ("15 characters", [[5, 15]])
    assert (short["verdict"], short["score"], short["label"], short["evidence"]) == ("pass", 1, None, [])
    assert measured(service, "answers_total", "short") == 2
    assert measured(service, "ready", "short") == 1
    assert total(service.metrics(), "assay_evaluations_total", evaluator="short", verdict="fail") == 1


def test_a_new_folder_is_live_after_a_reload_and_a_removed_one_is_not(start_service, tmp_path):
    home = tmp_path / "plugins"
    service = start_service(config(home))
    write_plugin(home, "brevity", TOO_LONG)
    rewrite(service, config(home, short={"plugin": "brevity"}))
    reload(service)
    assert kinds(ask(service, "short", "a long answer")) == [("fail", "too_long")]
    shutil.rmtree(home / "brevity")
    answer = service.session.post(f"{service.url}/api/reload", timeout=30)
    assert answer.status_code == 422 and "there is no evaluator 'brevity'" in answer.text
    assert kinds(ask(service, "short", "another long answer")) == [("fail", "too_long")], "the one of before goes on"
    rewrite(service, config(home))
    reload(service)
    until(lambda: 'assay_evaluator_ready{evaluator="short"}' not in service.metrics(), what="the end of its figures")


def test_a_changed_script_is_started_anew_by_a_reload(start_service, tmp_path):
    home = tmp_path / "plugins"
    body = "main(lambda call, count: {'verdict': 'fail', 'label': f'WORD{count}', 'explanation': 'as told'})\n"
    write_plugin(home, "worded", body.replace("WORD", "old"))
    service = start_service(config(home, words={"plugin": "worded"}))
    assert kinds(ask(service, "words", "one")) == [("fail", "old1")]
    reload(service)
    assert kinds(ask(service, "words", "two")) == [("fail", "old2")], "what did not change goes on"
    write_plugin(home, "worded", body.replace("WORD", "changed"))
    reload(service)
    assert kinds(ask(service, "words", "three")) == [("fail", "changed1")]


def test_a_reload_with_a_bad_folder_says_what_is_wrong(start_service, tmp_path):
    home = tmp_path / "plugins"
    folder = write_plugin(home, "brevity", TOO_LONG)
    service = start_service(config(home, short={"plugin": "brevity"}))
    (folder / "plugin.json").write_text('{"id": "other", "kind": "evaluator", "version": "1", "colour": "red"}')
    answer = service.session.post(f"{service.url}/api/reload", timeout=30)
    assert answer.status_code == 422
    problems = " ".join(answer.json()["error"]["problems"])
    assert "'other' is not the folder's name" in problems and "unknown field" in problems
    assert kinds(ask(service, "short", "a long answer")) == [("fail", "too_long")]


def test_a_recording_is_judged_by_a_folder(tmp_path):
    write_plugin(tmp_path / "evaluators", "brevity", TOO_LONG)
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps({"id": name, "output": name}) + "\n" for name in ("brief", "longer")))
    done = subprocess.run(
        [BINARY, "eval", rows, "--evaluator", "brevity", "--json"], cwd=tmp_path, capture_output=True, text=True,
        timeout=60)
    assert done.returncode == 1, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["id"], line["verdict"], line.get("label")) for line in lines] == [
        ("brief", "pass", None), ("longer", "fail", "too_long")]
    assert lines[1]["evidence"] == [[5, 6]]


def test_the_python_of_the_page(start_service, tmp_path):
    """docs/writing-an-evaluator.md's ten lines run as they stand."""
    page = (ROOT / "docs/writing-an-evaluator.md").read_text(encoding="utf-8")
    script, = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    manifest, = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    folder = tmp_path / "plugins" / json.loads(manifest)["id"]
    folder.mkdir(parents=True)
    (folder / "plugin.json").write_text(manifest)
    (folder / json.loads(manifest)["command"][-1]).write_text(script)
    service = start_service(config(tmp_path / "plugins", it={"plugin": folder.name, "config": {"most": 3}}))
    assert kinds(ask(service, "it", "Brief, as asked.", "This is longer than asked.")) == [
        ("pass", None), ("fail", "too_long")]


# --- The examples that ship -----------------------------------------------------------------------


def evaluate(tmp_path, name: str, *rows: dict) -> list[dict]:
    """The verdicts of a shipped plugin, as a configuration names it."""
    (tmp_path / "assay.yaml").write_text(json.dumps({
        "plugins": [str(EXAMPLES), str(ROOT / "evaluators")],
        "evaluators": {"it": {"plugin": name, "memory": "1GiB"}}}))
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = subprocess.run(
        [BINARY, "eval", tmp_path / "rows.jsonl", "--config", tmp_path / "assay.yaml", "--json"], cwd=tmp_path,
        capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def needs(program: str):
    return pytest.mark.skipif(shutil.which(program, path="/usr/local/bin:/usr/bin:/bin") is None,
                              reason=f"{program} is not installed for everybody")


def shown(row: dict, verdict: dict) -> list[str]:
    return [row["output"][start:end] for start, end in verdict["evidence"]]


def test_price_quote(start_service, tmp_path):
    rows = [
        {"output": "🙂 It costs $19.99, or $24 with the case.", "context": ["The price is $24.00."]},
        {"output": "It costs $24.", "context": [], "reference": "24 USD"},
        {"output": "Ask in the shop.", "context": ["$24"]},
        {"output": "It costs $24."},
    ]
    said = evaluate(tmp_path, "price_quote", *rows)
    assert kinds(said) == [("fail", "invented_price"), ("pass", None), ("skip", "no_price"), ("skip", "no_source")]
    assert shown(rows[0], said[0]) == ["$19.99"] and said[0]["score"] == 0.5
    service = start_service(config(ROOT / "evaluators", prices={"plugin": "price_quote"}))
    assert kinds(ask(service, "prices", "It costs $24.")) == [("skip", "no_source")]


def test_the_tests_of_price_quote():
    done = subprocess.run(
        ["python3", "-B", "-m", "unittest", "discover", ROOT / "evaluators/price_quote/Tests"], capture_output=True,
        text=True, timeout=60)
    assert done.returncode == 0 and re.search(r"Ran [1-9]", done.stderr), done.stderr


@needs("jq")
def test_no_links(tmp_path):
    rows = [{"output": "🙂 see (https://a.example/b) and http://c.example"}, {"output": "see above"}]
    said = evaluate(tmp_path, "no_links", *rows)
    assert kinds(said) == [("fail", "link"), ("pass", None)]
    assert shown(rows[0], said[0]) == ["https://a.example/b", "http://c.example"]


@needs("node")
def test_short_sentences(tmp_path):
    rows = [{"output": "🙂 Well. " + "word " * 30 + "end."}, {"output": "It is short. So is this."}, {"output": ""}]
    said = evaluate(tmp_path, "short_sentences", *rows)
    assert kinds(said) == [("fail", "long_sentence"), ("pass", None), ("skip", "empty")]
    assert shown(rows[0], said[0]) == ["word " * 30 + "end."]


@pytest.mark.parametrize("folder", sorted(path for path in EXAMPLES.iterdir() if path.is_dir()), ids=lambda path: path.name)
def test_an_example_has_every_file(folder):
    manifest = json.loads((folder / "plugin.json").read_text())
    assert manifest["id"] == folder.name and (folder / "README.md").exists()
    assert (folder / manifest["command"][-1]).exists()


# --- Bad ones -------------------------------------------------------------------------------------

# Answers like `steady`, and does its mischief where the output says so.
MISCHIEF = '''
def judge(call, count):
    if call["output"].startswith("bad"):
        BODY
    return {"verdict": "pass"}
main(judge)
'''

# What it does, the label on the call that it does it with, whether its program is started again.
ZOO = {
    "crashes": ("os._exit(3)", "plugin_crashed", True),
    "hangs": ("time.sleep(600)", "plugin_timeout", True),
    "never_answers": ("return None", "plugin_timeout", True),
    "half_a_line": ("sys.stdout.write('{\"id\":'); sys.stdout.flush(); os._exit(0)", "plugin_crashed", True),
    "invalid_utf8": ("os.write(1, b'{\"id\":\"\\xff\"}\\n'); return None", "plugin_timeout", True),
    "no_verdict": ("return {'verdict': 'splendid'}", "plugin_protocol", False),
    "evidence_outside": ("return {'verdict': 'pass', 'evidence': [[0, 99999]]}", "plugin_protocol", False),
    "floods_stdout": ("while True: os.write(1, b'{\"id\":\"999999\"}\\n' * 1000)", "plugin_crashed", True),
    "endless_line": ("while True: os.write(1, b'x' * 65536)", "plugin_crashed", True),
    "ignores_sigterm": (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)", "plugin_timeout", True),
}


@pytest.mark.parametrize("name", ZOO)
def test_a_bad_plugin_is_contained(start_service, tmp_path, name):
    body, label, restarts = ZOO[name]
    home = tmp_path / "plugins"
    write_plugin(home, "bad", MISCHIEF.replace("BODY", body))
    write_plugin(home, "steady", "main(lambda call, count: {'verdict': 'pass'})")
    service = start_service(config(
        # What ends by itself has time to: only what hangs is to meet its deadline.
        home, zoo={"plugin": "bad", "timeout": "500ms" if label == "plugin_timeout" else "15s"}, steady={"plugin": "steady"},
        words={"plugin": "regex", "must_match": "good"}))
    assert kinds(ask(service, "zoo", "good")) == [("pass", None)]
    bad = span("bad")
    service.send(bad)
    verdict, = judged(service, [bad], "zoo", 30)
    assert (verdict["verdict"], verdict["label"]) == ("error", label), verdict
    assert verdict["explanation"]
    assert kinds(judged(service, [bad], "steady")) == [("pass", None)]
    assert [found["verdict"] for found in judged(service, [bad], "words")] == ["fail"]
    if restarts:
        until(lambda: measured(service, "restarts_total", "zoo") >= 1, what="the restart")
    until(lambda: measured(service, "ready", "zoo") == 1, 20, what="readiness")
    if not restarts:
        assert measured(service, "restarts_total", "zoo") == 0
    assert kinds(ask(service, "zoo", "good again")) == [("pass", None)]
    assert service.is_running and service.stop() == 0


def test_a_crash_on_every_tenth_call(start_service, tmp_path):
    write_plugin(tmp_path / "plugins", "tenth", (
        "main(lambda call, count: os._exit(1) if 'tenth' in call['output'] else {'verdict': 'pass'})"))
    service = start_service(config(tmp_path / "plugins", zoo={"plugin": "tenth", "max_in_flight": 1}))
    seen = []
    for number in range(1, 31):
        verdict, = ask(service, "zoo", "a tenth" if number % 10 == 0 else "fine", timeout=30)
        seen.append((verdict["verdict"], verdict["label"]))
        # A second crash within ten seconds has its pause before it: calls in it would be errors too.
        until(lambda: measured(service, "ready", "zoo") == 1, what="readiness")
    assert seen == ([("pass", None)] * 9 + [("error", "plugin_crashed")]) * 3
    assert measured(service, "restarts_total", "zoo") == 3


def test_a_program_that_crashes_at_start_leaves_the_others_alone(start_service, tmp_path):
    home = tmp_path / "plugins"
    write_plugin(home, "dead", "sys.exit('no model here')")
    service = start_service(config(home, dead={"plugin": "dead"}, words={"plugin": "regex", "must_match": "good"}))
    one = span("good")
    service.send(one)
    assert kinds(judged(service, [one], "words"))[0][0] == "pass"
    verdict, = judged(service, [one], "dead")
    assert verdict["verdict"] == "error" and verdict["label"] in ("plugin_crashed", "plugin_unavailable"), verdict
    until(lambda: "no model here" in service.log(), what="what the plugin said")
    assert measured(service, "ready", "dead") == 0


def test_a_lot_on_standard_error_is_cut(start_service, tmp_path):
    write_plugin(tmp_path / "plugins", "loud", MISCHIEF.replace(
        "BODY", "[os.write(2, b'noise ' * 10_000 + b'\\n') for _ in range(500)]"))
    service = start_service(config(tmp_path / "plugins", zoo={"plugin": "loud", "timeout": "10s"}))
    assert kinds(ask(service, "zoo", "bad")) == [("pass", None)], "30 MB later it still answers"
    assert service.log_file.stat().st_size < 1 << 20


def test_neither_network_nor_secrets_without_a_grant(start_service, tmp_path, monkeypatch):
    monkeypatch.setenv("A_SECRET_OF_THE_SERVICE", "hunter2")
    home = tmp_path / "plugins"
    write_plugin(home, "curious", '''
import socket
def judge(call, count):
    host, port = call["output"].split(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
        reached = "reached"
    except OSError:
        reached = "refused"
    return {"verdict": "fail", "label": reached, "explanation": json.dumps(dict(os.environ))}
main(judge)
''')
    service = start_service(config(
        home, closed={"plugin": "curious"},
        open={"plugin": "curious", "network": True, "environment": {"GIVEN": "${A_SECRET_OF_THE_SERVICE}"}}))
    one = span(f"127.0.0.1:{service.port}")
    service.send(one)
    closed, = judged(service, [one], "closed")
    granted, = judged(service, [one], "open")
    assert (closed["label"], granted["label"]) == ("refused", "reached")
    assert "hunter2" not in closed["explanation"]
    environment = json.loads(granted["explanation"])
    assert "A_SECRET_OF_THE_SERVICE" not in environment
    # Its own variable is given; a page may mask a secret that the configuration read.
    assert "GIVEN" in environment
    assert "hunter2" not in service.log()
