"""`assay eval`: recorded answers judged in a build."""

import json
import os
import pty
import re
import signal
import subprocess
import time
import xml.etree.ElementTree

import pytest

from assay_service import BINARY, ROOT

REGEX = ("--evaluator", "regex", "--set", "must_not_match=bad")


def evaluate(*arguments, cwd=ROOT, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [BINARY, "eval", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=120, **options)


def lines(done: subprocess.CompletedProcess) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows(folder, *outputs, name="rows.jsonl", **more):
    file = folder / name
    file.write_text("".join(
        json.dumps({"id": f"r{number}", "output": output} | more) + "\n" for number, output in enumerate(outputs)))
    return file


def test_a_line_for_each_row_and_evaluator_in_order(tmp_path):
    data = rows(tmp_path, *(f"{number} is {'bad' if number % 3 == 0 else 'good'}" for number in range(1_000)))
    done = evaluate(
        data, "--evaluator", "a=regex", "--evaluator", "b=json_schema", "--set", "a.must_not_match=bad",
        "--set", 'b.schema={"type": "integer"}', "--json")
    assert done.returncode == 1 and done.stderr == ""
    found = lines(done)
    assert [(line["id"], line["evaluator"]) for line in found] == [
        (f"r{number}", name) for number in range(1_000) for name in "ab"]
    for number, line in enumerate(found[::2]):
        assert line["verdict"] == ("fail" if number % 3 == 0 else "pass")
        assert set(line) <= {"id", "evaluator", "verdict", "score", "label", "explanation", "evidence"}
        if number % 3 == 0:
            start, end = line["evidence"][0]
            assert f"{number} is bad"[start:end] == "bad"


def test_members_of_a_row_reach_the_evaluators(tmp_path):
    data = tmp_path / "rows.jsonl"
    schema = {"type": "object", "required": ["total"]}
    data.write_text("\n".join(map(json.dumps, [
        {"id": 1, "output": '{"total": 1}', "schema": schema, "reference": "x"},
        {"id": 2, "output": "{}", "schema": json.dumps(schema), "reference": ["a", "{}"], "wrong_reference": "b"},
        {"id": 3, "output": "b", "reference": ["a"], "wrong_reference": ["c", "b"]},
        {"id": 4, "output": "b", "input": "Which letter?"},
    ])))
    found = lines(evaluate(
        data, "--evaluator", "json_schema", "--evaluator", "reference_answer", "--set", "json_schema.schema=from_call",
        "--set", "reference_answer.method=exact", "--json"))
    assert [line["verdict"] for line in found] == [
        "pass", "fail", "fail", "pass", "skip", "fail", "skip", "skip"]
    assert found[2]["label"] == "required" and found[5]["label"] == "wrong"
    assert [line["id"] for line in found[::2]] == [1, 2, 3, 4], "an id comes back as it was sent"


@pytest.mark.parametrize("of", ["id", "input"])
def test_references_from_a_file(tmp_path, of):
    (tmp_path / "references.jsonl").write_text(
        json.dumps({"id": "r1", "reference": "b"} if of == "id" else {"input": "ASKED?", "reference": "b"}) + "\n")
    data = rows(tmp_path, "b", "b", input="Asked?")
    done = evaluate(
        data, "--evaluator", "reference_answer", "--set", f"references={tmp_path}/references.jsonl", "--json")
    assert [line["verdict"] for line in lines(done)] == (["skip", "pass"] if of == "id" else ["pass", "pass"])


# --- Evaluators -----------------------------------------------------------------------------------


def test_evaluators_of_a_configuration(tmp_path):
    config = tmp_path / "assay.yaml"
    config.write_text(
        'evaluators:\n  a: { plugin: regex, must_not_match: bad, on: "route=x", sample: 1% }\n'
        "  b: { plugin: regex, must_match: good }\n")
    data = rows(tmp_path, "bad", "good")
    assert [line["evaluator"] for line in lines(evaluate(data, "--config", config, "--json"))] == ["a", "b"] * 2
    chosen = evaluate(data, "--config", config, "--evaluator", "b", "--json")
    assert [(line["evaluator"], line["verdict"]) for line in lines(chosen)] == [("b", "fail"), ("b", "pass")]
    unknown = evaluate(data, "--config", config, "--evaluator", "c")
    assert unknown.returncode == 2 and "'c'" not in unknown.stdout and "a, b" in unknown.stderr


@pytest.mark.parametrize("arguments, words", [
    ((), ["--evaluator"]),
    (("--evaluator", "regexp"), ["--evaluator regexp", "regex"]),
    (("--evaluator", "regex"), ["--evaluator regex", "must_match"]),
    (("--evaluator", "regex", "--set", "must_match=("), ["--set must_match"]),
    (("--evaluator", "regex", "--set", "must_match=a", "--set", "colour=red"), ["--set colour"]),
    (("--evaluator", "regex", "--set", "must_match=a", "--set", "must_match=b"), ["--set must_match", "twice"]),
    (("--evaluator", "regex", "--set", "must_match"), ["--set must_match", "KEY=VALUE"]),
    (("--evaluator", "regex", "--set", "must_match=[a-z]+"), ["--set must_match", "must_match='"]),
    (("--evaluator", "regex", "--set", "match_limit=many", "--set", "must_match=a"), ["--set match_limit"]),
    (("--evaluator", "regex", "--evaluator", "regex"), ["--evaluator regex", "NAME=regex"]),
    (("--evaluator", "regex", "--evaluator", "b=regex", "--set", "must_match=a"), ["--set regex.must_match"]),
    (("--evaluator", "a=regex", "--evaluator", "b=regex", "--set", "a.must_match=a", "--set", "b.must_match=("),
     ["--set b.must_match"]),
    ((*REGEX, "--config", "config/assay.yaml"), ["--set", "--config"]),
    ((*REGEX, "--max-fail-ratio", "500%"), ["--max-fail-ratio"]),
    ((*REGEX, "--junit", "/nonexistent/junit.xml"), ["--junit /nonexistent/junit.xml"]),
    ((*REGEX, "--junit", "/dev/null"), ["--junit /dev/null"]),
    ((*REGEX, "--baseline", "/nonexistent/old.jsonl"), ["/nonexistent/old.jsonl"]),
    (("--config", "/nonexistent.yaml"), ["/nonexistent.yaml"]),
])
def test_wrong_usage_names_the_flag(tmp_path, arguments, words):
    done = evaluate(rows(tmp_path, "good"), *arguments)
    assert done.returncode == 2 and done.stdout == "", (done.stdout, done.stderr)
    for word in words:
        assert word in done.stderr, done.stderr


@pytest.mark.parametrize("written, verdict", [
    ("must_match=a: b # c", "pass"), ("must_match=*x", None), ("must_match='[a-d]: b'", "pass"),
    ('must_match=["a", "b # c"]', "pass"), ("must_match=7", "fail")])
def test_settings_are_written_as_in_yaml(tmp_path, written, verdict):
    done = evaluate(rows(tmp_path, "a: b # c"), "--evaluator", "regex", "--set", written, "--json")
    assert [line["verdict"] for line in lines(done)] == ([verdict] if verdict else []), done.stderr


# --- Rows -----------------------------------------------------------------------------------------


def test_lines_that_are_no_rows_are_named_and_the_others_judged(tmp_path):
    data = tmp_path / "rows.jsonl"
    data.write_bytes(
        b'\xef\xbb\xbf{"output": "good"}\r\n\n{"output": 7}\n{"output": "\xff"}\nnonsense\n{"output": "good"')
    done = evaluate(data, *REGEX, "--json")
    assert done.returncode == 2
    assert [(line["id"], line["verdict"]) for line in lines(done)] == [(1, "pass")]
    errors = done.stderr.splitlines()
    assert [re.match(r".*rows\.jsonl:(\d+): ", line).group(1) for line in errors] == ["3", "4", "5", "6"], errors


def test_a_line_of_16_MiB_is_judged_and_a_longer_one_named(tmp_path):
    data = tmp_path / "rows.jsonl"
    room = (16 << 20) - len('{"output":""}')
    with data.open("w") as file:
        for length in (room, room + 1, 1):
            file.write('{"output":"' + "x" * length + '"}\n')
    done = evaluate(data, *REGEX, "--json")
    assert done.returncode == 2
    assert [line["id"] for line in lines(done)] == [1, 3]
    assert done.stderr == f"{data}:2: longer than 16 MiB\n"


def test_standard_input(tmp_path):
    done = evaluate("-", *REGEX, "--json", input='{"output": "bad"}\nno\n')
    assert [line["verdict"] for line in lines(done)] == ["fail"]
    assert done.returncode == 2 and done.stderr.startswith("standard input:2: ")


@pytest.mark.parametrize("name", ["none.jsonl", ".", "empty.jsonl"])
def test_nothing_to_judge(tmp_path, name):
    (tmp_path / "empty.jsonl").write_text("\n\n")
    done = evaluate(tmp_path / name, *REGEX)
    assert done.returncode == 2 and done.stdout == "" and done.stderr


# --- What comes out -------------------------------------------------------------------------------


def test_exit_status(tmp_path):
    good, mixed = rows(tmp_path, "good"), rows(tmp_path, *["good"] * 19, "bad", name="mixed.jsonl")
    assert evaluate(good, *REGEX).returncode == 0
    assert evaluate(mixed, *REGEX).returncode == 1
    assert evaluate(mixed, *REGEX, "--max-fail-ratio", "5%").returncode == 0
    above = evaluate(mixed, *REGEX, "--max-fail-ratio", "0.04")
    assert above.returncode == 1 and "5.0 %" in above.stderr


def test_the_table(tmp_path):
    done = evaluate(rows(tmp_path, *["good"] * 9, "\x1b[31mbad"), *REGEX)
    assert done.stderr == "" and "\x1b" not in done.stdout
    head, figures = done.stdout.splitlines()[:2]
    assert head.split()[:6] == ["EVALUATOR", "ROWS", "PASS", "FAIL", "SKIP", "ERROR"]
    assert figures.split()[:6] == ["regex", "10", "9", "1", "0", "0"]
    assert "10.0 % (1.8 to 40.4)" in figures
    assert re.search(r"^  r9 .*\[\w+\]  the output matches", done.stdout, re.MULTILINE), done.stdout


def test_junit(tmp_path):
    data = rows(tmp_path, "good", "bad \x00\x1b <&\">")
    data.write_text(data.read_text() + "nonsense\n")
    report = tmp_path / "junit.xml"
    report.write_text("old")
    assert evaluate(data, *REGEX, "--junit", report).returncode == 2
    root = xml.etree.ElementTree.parse(report).getroot()
    suite, = root
    cases = list(suite)
    assert root.tag == "testsuites" and suite.tag == "testsuite"
    for element in (root, suite):
        counted = {key: element.get(key) for key in ("tests", "failures", "errors", "skipped")}
        assert counted == {"tests": "3", "failures": "1", "errors": "1", "skipped": "0"}
    assert [(case.get("classname"), case.get("name")) for case in cases] == [
        ("regex", "r0"), ("regex", "r1"), ("rows", "line 3")]
    assert [[child.tag for child in case] for case in cases] == [[], ["failure"], ["error"]]
    assert "matches" in cases[1][0].get("message")
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("junit")] == ["junit.xml"]


def test_a_baseline_fails_on_regressions_only(tmp_path):
    old = rows(tmp_path, "good", "bad", "bad", "good", "good", name="old.jsonl")
    new = rows(tmp_path, "bad", "bad", "good", "good", name="new.jsonl")
    new.write_text(new.read_text() + json.dumps({"id": "r9", "output": "bad"}) + "\n")
    baseline = tmp_path / "baseline.jsonl"
    baseline.write_text(evaluate(old, *REGEX, "--json").stdout)
    for flags in ((), ("--json",)):
        worse = evaluate(new, *REGEX, "--baseline", baseline, *flags)
        assert worse.returncode == 1
        said = worse.stderr if flags else worse.stdout
        assert "regression: r0 regex pass -> fail" in said
        assert "1 regression, 1 fixed, 1 new (1 fail), 1 gone" in said
        assert "regression: r1" not in said
    assert len(lines(worse)) == 5, "--json keeps standard output to itself"
    assert evaluate(old, *REGEX, "--baseline", baseline).returncode == 0, "what failed already is forgiven"


def test_a_baseline_in_another_order(tmp_path):
    data = rows(tmp_path, *(["good", "bad"] * 500))
    said = evaluate(data, *REGEX, "--json").stdout.splitlines(keepends=True)
    baseline = tmp_path / "baseline.jsonl"
    baseline.write_text("".join(reversed(said)))
    done = evaluate(data, *REGEX, "--baseline", baseline)
    assert done.returncode == 0 and "0 regressions, 0 fixed, 0 new, 0 gone" in done.stdout


@pytest.mark.parametrize("text", ["", "nonsense\n", '{"id": 1, "evaluator": "other", "verdict": "pass"}\n'])
def test_a_baseline_that_says_nothing_is_refused(tmp_path, text):
    (tmp_path / "baseline.jsonl").write_text(text)
    done = evaluate(rows(tmp_path, "bad"), *REGEX, "--baseline", tmp_path / "baseline.jsonl")
    assert done.returncode == 2 and "baseline.jsonl" in done.stderr


# --- As a process ---------------------------------------------------------------------------------


def test_rows_are_judged_as_they_come(tmp_path):
    """A program that waits for each verdict before it writes the next row gets it."""
    with subprocess.Popen(
            [BINARY, "eval", "-", *REGEX, "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        for number in range(5):
            run.stdin.write(json.dumps({"id": number, "output": "good"}) + "\n")
            run.stdin.flush()
            assert json.loads(run.stdout.readline())["id"] == number
        run.stdin.close()
        assert run.wait(20) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(tmp_path, number):
    report = tmp_path / "junit.xml"
    with subprocess.Popen(
            [BINARY, "eval", "-", *REGEX, "--json", "--junit", report], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True) as run:
        run.stdin.write('{"output": "good"}\n')
        run.stdin.flush()
        assert json.loads(run.stdout.readline())["verdict"] == "pass"
        begun = time.monotonic()
        run.send_signal(number)
        assert run.wait(20) == 130
        assert time.monotonic() - begun < 5
        assert run.stderr.read() == "interrupted after 1 rows\n"
    assert list(tmp_path.iterdir()) == [], "no half report is left"


def test_a_reader_that_leaves_ends_it(tmp_path):
    data = rows(tmp_path, *["good"] * 50_000)
    done = subprocess.run(
        f"'{BINARY}' eval '{data}' --evaluator regex --set must_match=good --json | head -1; echo ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[1] == "2" and done.stderr == ""


def test_progress_only_on_a_terminal(tmp_path):
    data = rows(tmp_path, *["good"] * 5_000)
    terminal, other = pty.openpty()
    with subprocess.Popen([BINARY, "eval", data, *REGEX], stdout=subprocess.PIPE, stderr=other, text=True) as run:
        table = run.stdout.read()
        assert run.wait(60) == 0
    os.close(other)
    shown = os.read(terminal, 1 << 16).decode()
    os.close(terminal)
    assert "rows/s" in shown and "ETA" in shown and shown.endswith("\x1b[K")
    assert "\r" not in table
    assert evaluate(data, *REGEX).stderr == ""


def peak_memory(data, *arguments) -> int:
    """In KiB, of a run of its own."""
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    done = subprocess.run(
        ["python3", "-c", script, BINARY, "eval", data, *arguments], capture_output=True, text=True, timeout=300)
    return int(done.stdout)


def test_many_rows_need_no_more_memory_than_few(tmp_path, record_property):
    few, many = rows(tmp_path, *["x" * 500] * 1_000), tmp_path / "many.jsonl"
    many.write_text("".join(
        json.dumps({"id": number, "output": "x" * 500}) + "\n" for number in range(100_000)))
    baseline = tmp_path / "baseline.jsonl"
    baseline.write_text(evaluate(many, *REGEX, "--json").stdout)
    small = peak_memory(few, *REGEX, "--json")
    large = peak_memory(many, *REGEX, "--json", "--baseline", baseline, "--junit", tmp_path / "junit.xml")
    record_property("peak_MiB", f"{small >> 10} {large >> 10}")
    assert large < small + (24 << 10), (small, large)


def test_the_build_of_the_page(tmp_path):
    """docs/eval.md's script runs as it stands, and fails when an answer gets worse."""
    page = (ROOT / "docs/eval.md").read_text(encoding="utf-8")
    script, = re.findall(r"```bash\n(.*?)```", page, re.DOTALL)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/assay").symlink_to(BINARY)
    (tmp_path / "config").symlink_to(ROOT / "config")
    environment = os.environ | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}

    def run(text):
        return subprocess.run(
            ["bash", "-ec", text], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)

    done = run(script)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 regressions" in done.stdout
    assert xml.etree.ElementTree.parse(tmp_path / "junit.xml").getroot().get("failures") == "0"
    shown, = re.findall(r"```jsonl\n(.*?)```", page, re.DOTALL)
    assert shown in (tmp_path / "baseline.jsonl").read_text(), "the line that the page shows"
    worse = (ROOT / "config/examples/eval/answers.jsonl").read_text().replace("It is Astana.", "It is Almaty.")
    (tmp_path / "worse.jsonl").write_text(worse)
    second = script.split("# In each build.")[1].replace("config/examples/eval/answers.jsonl", "worse.jsonl")
    done = run(second)
    assert done.returncode == 1 and "regression: capital-2 right pass -> fail" in done.stdout, done.stdout
