"""`assay plugins`: a new folder works as it is, a bad one is told what is wrong, and the list says how each is doing."""

import json
import os
import shutil
import subprocess

import pytest
from jsonschema import Draft202012Validator

from assay_service import BINARY, ROOT, free_port, until
from spans import span
from test_plugins import EXAMPLES, LOOP, an_interpreter_for_everybody, config, reload, write_plugin  # noqa: F401
from test_reload import rewrite


def assay(*arguments, cwd=ROOT, timeout: float = 120) -> subprocess.CompletedProcess:
    return subprocess.run([BINARY, *arguments], cwd=cwd, capture_output=True, text=True, timeout=timeout)


def examine(folder, *arguments) -> tuple[int, dict]:
    """The exit status, and each check by its name."""
    done = assay("plugins", "test", folder, "--json", *arguments)
    assert done.returncode in (0, 1), done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {line["check"]: line for line in lines}


def failing(checks: dict) -> dict:
    return {name: check["detail"] for name, check in checks.items() if check["state"] == "fails"}


# --- new ------------------------------------------------------------------------------------------

NEEDS = {"python": "python3", "shell": "jq", "node": "node", "swift": "swiftc"}
SWIFT = shutil.which("swiftc")


@pytest.mark.parametrize("kind", ["evaluator", "exporter"])
@pytest.mark.parametrize("language", NEEDS)
def test_a_new_folder_works_as_it_is(tmp_path, language, kind, monkeypatch):
    if language == "swift" and SWIFT:
        monkeypatch.setenv("PATH", f"{os.path.dirname(SWIFT)}:{os.environ['PATH']}")
    if shutil.which(NEEDS[language]) is None:
        pytest.skip(f"{NEEDS[language]} is not installed for everybody")
    made = assay("plugins", "new", "my_plugin", "--language", language, "--kind", kind, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    folder = tmp_path / f"{kind}s/my_plugin"
    assert f"assay plugins test {kind}s/my_plugin" in made.stdout
    if language == "swift":
        refused = assay("plugins", "test", folder)
        assert refused.returncode == 2 and "build.sh" in refused.stderr
        built = subprocess.run(["sh", folder / "build.sh"], capture_output=True, text=True, timeout=300)
        assert built.returncode == 0, built.stderr
    own = subprocess.run(["sh", folder / "Tests/test.sh"], capture_output=True, text=True, timeout=60)
    assert (own.returncode, own.stdout) == (0, "ok\n"), own.stderr
    answer = ["--answer", "a TODO, and 🙂 another"] if kind == "evaluator" else []
    status, checks = examine(folder, *answer, "--set", "timeout=20s")  # a busy machine is no fault of it
    assert status == 0, failing(checks)
    assert {check["state"] for check in checks.values()} == {"ok"}, checks
    if kind == "evaluator":
        assert "with evidence" in checks["evidence"]["detail"]


def test_the_lines_to_paste_are_a_configuration(tmp_path):
    made = assay("plugins", "new", "my_plugin", "--language", "python", "--into", "own/plugins/", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    text = made.stdout[made.stdout.index("   plugins:"):]
    (tmp_path / "assay.yaml").write_text("\n".join(line[3:] for line in text.splitlines()))
    checked = assay("check", "--config", "assay.yaml", cwd=tmp_path)
    assert checked.returncode == 0 and "1 evaluators" in checked.stdout, checked.stderr


@pytest.mark.parametrize(("name", "said"), [
    ("Upper", "lower_snake_case"), ("with-hyphen", "lower_snake_case"), ("../up", "lower_snake_case"),
    ("regex", "built-in"), ("there", "is there already"),
])
def test_a_wrong_name_is_refused(tmp_path, name, said):
    (tmp_path / "evaluators/there").mkdir(parents=True)
    refused = assay("plugins", "new", name, "--language", "python", cwd=tmp_path)
    assert refused.returncode == 2 and said in refused.stderr and not refused.stdout
    assert [path.name for path in (tmp_path / "evaluators").iterdir()] == ["there"]


# --- test -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "needs"), [
    (ROOT / "evaluators/price_quote", "python3"), (EXAMPLES / "no_links", "jq"), (EXAMPLES / "short_sentences", "node"),
], ids=lambda value: getattr(value, "name", value))
def test_what_ships_keeps_every_promise(folder, needs):
    if shutil.which(needs, path="/usr/local/bin:/usr/bin:/bin") is None:
        pytest.skip(f"{needs} is not installed for everybody")
    status, checks = examine(folder)
    assert status == 0, failing(checks)


# Its body, and in the checks named what must be said of it. Where an output is named, it is judged besides.
ALWAYS = "def judge(call, count):\n    BODY\n    return {'verdict': 'pass'}\nmain(judge)\n"
ON_BAD = "def judge(call, count):\n    if call['output'].startswith('bad'):\n        BODY\n    return {'verdict': 'pass'}\nmain(judge)\n"
ZOO = {
    "dead": ("sys.exit('no model here')", {"ready": "no model here"}),
    "crashes": (ON_BAD.replace("BODY", "os._exit(3)"), {"answers": "exited with status 3"}),
    "raises": (ON_BAD.replace("BODY", "call['colour']"), {"answers": "KeyError: 'colour'"}),
    "hangs": (ON_BAD.replace("BODY", "time.sleep(600)"), {"answers": "within 1 s"}),
    "leaves_one_out": (ON_BAD.replace("BODY", "return None"), {"answers": "1 of 11 were not answered"}),
    "half_a_line": (
        ON_BAD.replace("BODY", "sys.stdout.write('{\"id\":'); sys.stdout.flush(); os._exit(0)"),
        {"answers": "exited with status 0", "stdout": "ended after"}),
    "invalid_utf8": (ON_BAD.replace("BODY", "os.write(1, b'{\"id\":\"\\xff\"}\\n'); return None"), {"answers": "no UTF-8"}),
    "no_verdict": (ALWAYS.replace("BODY", "return {'verdict': 'splendid'}"), {"answers": "'splendid'"}),
    "evidence_outside": (
        ALWAYS.replace("BODY", "return {'verdict': 'pass', 'evidence': [[0, 99999]]}"), {"answers": "outside of the output"}),
    "bytes": (
        ALWAYS.replace("BODY", "n = len(call['output'].encode())\n    if n > 9: return "
                               "{'verdict': 'fail', 'explanation': 'x', 'evidence': [[n - 9, n - 8]]}"),
        {"odd": "outside of the output"}),
    "utf16": (
        ALWAYS.replace("BODY", "n = len(call['output'].encode('utf-16-le')) // 2 - 50\n    if n > 9: return "
                               "{'verdict': 'fail', 'explanation': 'x', 'evidence': [[n, n + 1]]}"),
        {"evidence": "units of UTF-16"}),
    "floods": (ON_BAD.replace("BODY", "while True: os.write(1, b'{\"id\":\"999999\"}\\n' * 1000)"), {"answers": "lines, and more"}),
    "endless_line": (ON_BAD.replace("BODY", "while True: os.write(1, b'x' * 65536)"), {"answers": "bytes"}),
    "prints": (ALWAYS.replace("BODY", "print('judging')"), {"stdout": "'judging'"}),
    "wrong_id": ("def say_(m): say({**m, 'id': 7} if 'id' in m else m)\n" + ALWAYS.replace(
        "BODY", "say({'id': 7, 'verdict': 'pass'}); return None"), {"answers": "'id' is a number"}),
    "twice": (ALWAYS.replace("BODY", "say({'id': str(count), 'verdict': 'pass'})"), {"order": "2 times"}),
    "memory": (ON_BAD.replace("BODY", "b = []\n        while True: b.append(b'x' * (4 << 20))"), {"answers": "of memory"}),
}
# Leaves out what was cancelled in the same read.
DROPS = LOOP[:LOOP.index("def main")] + '''
def main(judge):
    rest = b""
    while chunk := os.read(0, 1 << 20):
        *lines, rest = (rest + chunk).split(b"\\n")
        messages = [json.loads(line) for line in lines]
        dropped = {message["cancel"] for message in messages if "cancel" in message}
        for message in messages:
            if "hello" in message:
                say({"ready": {"protocol": 1, "name": "zoo", "version": "1"}})
            elif "call" in message and message["id"] not in dropped:
                say({"id": message["id"], **judge(message["call"], 0)})
'''
LOOPS = {
    "no_line_feed": (LOOP.replace(' + "\\n"', ""), {"ready": "line feed"}),
    "unflushed": (LOOP.replace("sys.stdout.flush()", "pass"), {"ready": "Flush standard output"}),
    "reads_all": (LOOP.replace("for line in sys.stdin:", "for line in sys.stdin.readlines():"), {"ready": "Flush standard output"}),
    "protocol_2": (LOOP.replace('"protocol": 1', '"protocol": 2'), {"ready": "this is protocol 1"}),
    "stays": (LOOP + "\nimport atexit; atexit.register(lambda: time.sleep(600))\n", {"end": "still ran after 2 s"}),
    "trips_on_unknown": (LOOP.replace('elif "call" in message:', "else:"), {"unknown": "KeyError: 'call'", "cancel": "KeyError"}),
    "never_answers_cancelled": (DROPS, {"cancel": "was never answered"}),
    "reads_chunks": (LOOP.replace("for line in sys.stdin:", "while line := os.read(0, 1 << 24).decode():"), {"answers": "status 1"}),
}


@pytest.mark.parametrize("name", [*ZOO, *LOOPS])
def test_a_bad_program_is_told_what_is_wrong(tmp_path, name):
    if name in ZOO:
        body, expected = ZOO[name]
        folder = write_plugin(tmp_path, "zoo", body)
    else:
        loop, expected = LOOPS[name]
        folder = write_plugin(tmp_path, "zoo", ALWAYS.replace("BODY", "pass"), loop=loop)
    # What ends by itself has time to: only what hangs is to meet its deadline.
    timeout = "1s" if any("within 1 s" in said or "not answered" in said for said in expected.values()) else "10s"
    status, checks = examine(folder, "--answer", "bad", "--set", f"timeout={timeout}", "--set", "memory=128MiB")
    assert status == 1
    found = failing(checks)
    for check, said in expected.items():
        assert said in found.get(check, ""), (check, checks)
    assert list(found)[0] == list(expected)[0], found


def test_people_get_a_line_a_check(tmp_path):
    folder = write_plugin(tmp_path, "zoo", ALWAYS.replace("BODY", "print('\\033[31mred')"))
    done = assay("plugins", "test", folder)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("ok      says that it is ready") and lines[-1].startswith("1 of 12 checks fail")
    assert any(line.startswith("fails   writes nothing but messages") for line in lines)
    assert "\033" not in done.stdout


@pytest.mark.parametrize(("manifest", "said"), [
    (None, "there is no plugin.json"), ({"id": "other"}, "is not the folder's name"),
    ({"command": None}, "'command' is missing"), ({"command": ["./absent.sh"]}, "there is no file 'absent.sh'"),
    ({"command": ["no-such-program"]}, "cannot be started"),
])
def test_what_cannot_be_tested(tmp_path, manifest, said):
    folder = write_plugin(tmp_path, "zoo", "")
    if manifest is None:
        (folder / "plugin.json").unlink()
    else:
        known = json.loads((folder / "plugin.json").read_text()) | manifest
        (folder / "plugin.json").write_text(json.dumps({key: value for key, value in known.items() if value is not None}))
    done = assay("plugins", "test", folder)
    assert done.returncode in (1, 2) and said in done.stdout + done.stderr, (done.stdout, done.stderr)


def test_a_wrong_setting_is_refused(tmp_path):
    folder = write_plugin(tmp_path, "zoo", "")
    for setting, said in [("colour=red", "colour"), ("timeout=soon", "timeout"), ("x", "KEY=VALUE")]:
        done = assay("plugins", "test", folder, "--set", setting)
        assert done.returncode == 2 and said in done.stderr and not done.stdout, done.stderr


# --- list -----------------------------------------------------------------------------------------


def listed(*arguments) -> dict:
    done = assay("plugins", "list", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return {plugin["name"]: plugin for plugin in map(json.loads, done.stdout.splitlines())}


def test_the_list_of_a_running_service(start_service, tmp_path):
    home = tmp_path / "plugins"
    write_plugin(home, "steady", "main(lambda call, count: {'verdict': 'pass'})")
    write_plugin(home, "dead", "sys.exit('no model here')")
    service = start_service(config(
        home, good={"plugin": "steady", "workers": 2}, gone={"plugin": "dead"},
        words={"plugin": "regex", "must_match": "x"}))
    service.send(span("x"))
    until(lambda: listed("--url", service.url)["gone"]["program"]["state"] == "crash_loop", 20, what="the loop")
    plugins = listed("--url", service.url)
    good, gone, words = (plugins[name] for name in ("good", "gone", "words"))
    assert (good["kind"], good["plugin"], good["folder"]) == ("evaluator", "steady", str(home / "steady"))
    assert good["program"]["state"] == "running" and len(good["program"]["pids"]) == 2
    assert all(pid > 1 for pid in good["program"]["pids"]) and good["program"]["containment"]["holds"]
    assert gone["program"]["restarts"] >= 3 and "status 1" in gone["program"]["last_problem"]
    assert (words["folder"], words["program"], words["queued"]) == (None, None, 0)
    assert plugins["prometheus"]["path"] == "/metrics"
    document = service.get("/openapi.json")
    schema = document["paths"]["/api/plugins"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": document["components"]}).validate(service.get("/api/plugins"))
    shown = assay("plugins", "list", "--url", service.url).stdout
    assert "crash loop" in shown and "contained; holds: " in shown and "built in at /metrics" in shown
    rewrite(service, config(home, good={"plugin": "steady"}))
    reload(service)
    assert set(listed("--url", service.url)) == {"good", "prometheus"}


def test_the_list_of_a_configuration(tmp_path):
    home = tmp_path / "plugins"
    write_plugin(home, "steady", "")
    file = tmp_path / "assay.yaml"
    file.write_text(json.dumps(config(home, good={"plugin": "steady"})))
    plugins = listed("--config", file)
    assert (plugins["good"]["folder"], plugins["good"]["program"]) == (str(home / "steady"), None)
    assert plugins["prometheus"]["kind"] == "exporter"
    refused = assay("plugins", "list", "--url", f"http://127.0.0.1:{free_port()}")
    assert refused.returncode == 2 and refused.stderr and not refused.stdout
