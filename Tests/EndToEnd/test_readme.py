"""What README.md and docs/ show is executed as it stands: configurations, commands, answers."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import yaml

from assay_service import BINARY, ROOT, free_port, until
from metrics_text import total
from mock_provider import MockProvider
from spans import span

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# The call of the examples on labels.
LABELLED = bytes.fromhex("4bf92f3577b34da6a3ce929d0e0e4736")
DOCUMENTED = "127.0.0.1:4318"
ROUTE = "checkout-assistant"


@dataclass
class Block:
    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page; the line is that of the opening fence."""
    found, begun = [], None
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("```"):
            if begun:
                begun.text += line + "\n"
        elif begun:
            found.append(begun)
            begun = None
        else:
            begun = Block(page, number, line[3:].strip(), "")
    assert begun is None, f"{begun}: the block has no end"
    return found


def blocks(language: str) -> list[Block]:
    return [block for page in PAGES for block in blocks_of(page) if block.language == language]


def readme_configuration() -> str:
    """The README's alert with its evaluator, the one that most other examples build on."""
    return next(block.text for block in blocks_of(ROOT / "README.md")
                if block.language == "yaml" and "alerts:" in block.text)


@pytest.fixture(scope="module")
def service(start_shared_service):
    """The README's own alert, made to act: it fires at once and enforces, and it has fired."""
    text = readme_configuration().replace("for: 30s", "for: 0s").replace("mode: shadow", "mode: enforce")
    service = start_shared_service(yaml.safe_load(text) | {"sampling": {"default": "100%"}})
    service.send(*[span("As an AI language model, I cannot help.") for _ in range(79)],
                 span("As an AI language model, I cannot help.", trace_id=LABELLED), service=ROUTE)
    until(lambda: total(service.metrics(), "assay_alert_firing", alert="bad-answers") == 1, what="the alert")
    return service


def shell(script: str, **options) -> subprocess.CompletedProcess:
    """Runs lines as a person would paste them; any that fails fails the test, HTTP errors too."""
    head = 'set -eo pipefail\ncurl() { command curl --fail-with-body "$@"; }\n'
    options = {"cwd": ROOT, "timeout": 60} | options
    done = subprocess.run(["bash", "-c", head + script], capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    return done


# --- YAML ---------------------------------------------------------------------------------------


def with_files(text: str, folder: Path) -> str:
    """An example with the files that it names made in a folder: keys of ours, and certificates."""
    for path in re.findall(r"credentials_file: (\S+\.key)", text):
        (folder / "assay.key").write_text("assay_key")
        text = text.replace(path, str(folder / "assay.key"))
    if "tls: {" in text:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem",
             "-subj", "/CN=assay", "-days", "2"], cwd=folder, check=True, capture_output=True, timeout=60)
        shutil.copy(folder / "cert.pem", folder / "ca.pem")
        text = text.replace("tls/", f"{folder}/")
    if "plugin: short_answer" in text:
        plugin = folder / "short_answer"
        plugin.mkdir()
        plugin.joinpath("plugin.json").write_text(json.dumps(
            {"id": "short_answer", "kind": "evaluator", "version": "1.0.0", "command": ["python3", "short_answer.py"]}))
        text += f"plugins: ['{folder}']\n"
    return text


@pytest.mark.parametrize("block", blocks("yaml"), ids=str)
def test_yaml(tmp_path, block):
    content = yaml.safe_load(block.text)
    file = tmp_path / "example.yaml"
    text = with_files(block.text, tmp_path)
    checkers = {"scrape_configs": ["promtool", "check", "config"], "receivers": ["amtool", "check-config"]}
    checker = next((command for key, command in checkers.items() if key in content), None)
    if checker:
        if not shutil.which(checker[0]):
            pytest.skip(f"{checker[0]} is absent")
        file.write_text(text, encoding="utf-8")
        checked = subprocess.run([*checker, file], capture_output=True, text=True, timeout=60)
    else:
        if "alerts" in content and "evaluators" not in content:
            shown = yaml.safe_load(readme_configuration())["evaluators"]
            text += yaml.safe_dump({"evaluators": shown})
        if "notify: [ops]" in text and "exporters" not in content:
            text += yaml.safe_dump({"exporters": {"ops": {"plugin": "webhook", "url": "http://127.0.0.1:9/hook"}}})
        file.write_text(text, encoding="utf-8")
        checked = subprocess.run(
            [BINARY, "check", "--config", file], capture_output=True, text=True, timeout=60, cwd=ROOT,
            env=os.environ | {"OPS_SECRET": "a secret of the example"})
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "warning" not in checked.stderr.lower(), checked.stderr


def test_prometheus_finds_the_service_where_the_readme_sends_it():
    scrape = next(yaml.safe_load(block.text) for block in blocks("yaml") if "scrape_configs" in block.text)
    targets = [target for job in scrape["scrape_configs"] for group in job["static_configs"]
               for target in group["targets"]]
    assert targets == [DOCUMENTED]
    assert all("metrics_path" not in job for job in scrape["scrape_configs"]), "the default is /metrics"


# --- JSON ---------------------------------------------------------------------------------------


def rejected(service, request: dict) -> dict:
    """The answer to a caller who is turned away; some are admitted, so several ask."""
    for number in range(500):
        answer = service.admission(**request | {"conversation": f"c-{number}"})
        if answer["decision"] == "reject":
            return answer
    raise AssertionError("nobody was turned away")


def asked_in_readme() -> dict:
    """What the README's curl asks, to which its JSON is the answer."""
    text = "".join(block.text for block in blocks_of(ROOT / "README.md") if block.language == "sh")
    return json.loads(re.search(r"/api/admission \\\n\s*-d '(.*?)'", text).group(1))


@pytest.mark.parametrize("block", blocks("json"), ids=str)
def test_json(service, block):
    example = json.loads(block.text)
    if "decision" not in example:
        # A request: it is understood, and an id comes back as it was sent.
        answer = service.admission(**example)
        assert answer["decision"] in ("admit", "reject")
        assert "id" not in example or answer["id"] == example["id"]
        return
    assert example["decision"] == "reject"
    answer = rejected(service, asked_in_readme())
    assert list(answer) == list(example) or set(answer) == set(example), (answer, example)
    assert {key: type(value) for key, value in answer.items()} == {key: type(value) for key, value in example.items()}
    assert answer["throttles"] == example["throttles"]
    assert answer["retry_after_s"] == example["retry_after_s"]


def test_the_example_answers_reason_is_of_the_example_alert(service):
    """The share differs; the alert, its wording and the scope do not."""
    example = next(json.loads(block.text) for block in blocks("json") if "decision" in block.text)
    answer = rejected(service, asked_in_readme())

    def without_share(reason: str) -> str:
        return re.sub(r"\d+(\.\d+)? %", "… %", reason)

    assert without_share(answer["reason"]) == without_share(example["reason"])


def test_the_example_answers_id_is_one_that_is_given(service):
    """An id that the request did not name is a random one, also where a conversation is named."""
    request = asked_in_readme()
    example = next(json.loads(block.text) for block in blocks("json") if "decision" in block.text)
    answer = service.admission(**request)
    named = {request.get("id"), request.get("conversation")}
    assert (example["id"] in named) == (answer["id"] in named), (request, example, answer)


# --- Commands -----------------------------------------------------------------------------------


def commands(block: Block) -> list[str]:
    """The commands of a block, continued lines joined, comments taken away."""
    text = re.sub(r"\s+#.*$", "", block.text, flags=re.MULTILINE)
    joined = text.replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip()]


def of_program(*programs: str) -> list:
    found = []
    for block in blocks("sh"):
        for number, command in enumerate(commands(block)):
            if command.split()[0] in programs:
                found.append(pytest.param(command, id=f"{block}+{number}"))
    return found


def test_every_command_is_of_a_kind_that_is_tested():
    known = {"make", "curl", "assay", "export", "opentelemetry-instrument"}
    for block in blocks("sh"):
        for command in commands(block):
            assert command.split()[0] in known, f"{block}: nothing here runs '{command}'"


@pytest.mark.parametrize("command", of_program("make"))
def test_make(command):
    """Building and testing from here would take minutes and run this test again: the targets exist."""
    words = command.split()
    shell(" ".join([words[0], "--dry-run", *words[1:]]))


@pytest.mark.parametrize("command", of_program("curl"))
@pytest.mark.skipif(not shutil.which("curl"), reason="curl is absent")
def test_curl(service, command):
    assert DOCUMENTED in command
    done = shell(command.replace(DOCUMENTED, f"127.0.0.1:{service.port}"))
    assert done.stdout.strip(), f"{command} said nothing"
    if "/metrics" in command:
        return
    answer = json.loads(done.stdout)
    assert "error" not in answer, answer
    if "/api/feedback" in command:
        assert answer["label"] == "bad"
    elif "/api/references" in command:
        assert answer["taken"] == 1
    elif "PUT" in command:
        override = next(one for one in answer["overrides"] if one["scope"] == f"route={ROUTE}")
        sent = json.loads(re.search(r"-d '(.*)'", command).group(1))
        assert (override["admit"], override["by"], override["reason"]) == (sent["admit"], sent["by"], sent["reason"])
        service.session.delete(f"{service.url}/api/throttles/route%3D{ROUTE}", timeout=30)
    elif "/api/calls" in command:
        limit = re.search(r"limit=(\d+)", command)
        assert len(answer["calls"]) == (int(limit.group(1)) if limit else 50)
        assert all(call["verdicts"] for call in answer["calls"])


@pytest.fixture
def installed(tmp_path):
    """A folder with the shipped configuration at a free port, and `assay` on the path."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    port = free_port()
    file = tmp_path / "config/assay.yaml"
    text = file.read_text(encoding="utf-8")
    assert DOCUMENTED in text
    file.write_text(text.replace(DOCUMENTED, f"127.0.0.1:{port}"), encoding="utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/assay").symlink_to(BINARY)
    environment = os.environ | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    return tmp_path, port, environment


def is_ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/readyz", timeout=1).status_code == 200
    except requests.RequestException:
        return False


def served(installed, command: str) -> Path:
    """Serves, takes a span and stops; the folder in which that happened."""
    from spans import request
    folder, port, environment = installed
    process = subprocess.Popen(
        command.split(), cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: is_ready(port), timeout=20, what="readiness")
        answer = requests.post(
            f"http://127.0.0.1:{port}/v1/traces", data=request([span()]), timeout=30,
            headers={"content-type": "application/x-protobuf"})
        assert answer.status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0, "docs/operations.md: SIGTERM ends it with status 0"
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return folder


@pytest.mark.parametrize("command", of_program("assay"))
def test_assay(installed, command):
    folder, _, environment = installed
    if command.split()[1] == "serve":
        served(installed, command)
        return
    if command.startswith("assay key revoke"):
        made = shell("assay key new --name old --role read", cwd=folder, env=environment).stdout
        identity = re.search(r"assay_([^_\s]+)_", made).group(1)
        command = f"assay key revoke {identity}"
    if command.startswith("assay plugins test"):
        # A contained program runs as another user, to whom an interpreter in somebody's home is out of reach.
        environment = environment | {"PATH": f"{folder / 'bin'}:/usr/local/bin:/usr/bin:/bin"}
        kind, name = command.split()[-1].split("/")
        shell(f"assay plugins new {name} --language python --kind {kind[:-1]}", cwd=folder, env=environment)
    if command.startswith("assay alerts backtest"):
        served(installed, "assay serve --config config/assay.yaml")
    if command.startswith("assay replay"):
        # Status 1 says that an alert fires, and in this recording one does.
        command += " || test $? = 1"
    shell(command, cwd=folder, env=environment)


def test_the_files_are_where_the_page_says(installed):
    folder = served(installed, "assay serve --config config/assay.yaml")
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    paths = re.findall(r"^\| `(data/[^`]+)` \|", page, re.MULTILINE)
    assert len(paths) >= 2
    there = sorted(str(path.relative_to(folder)) for path in (folder / "data").rglob("*"))
    for path in paths:
        assert list(folder.glob(path)), f"no {path} among {there}"


APPLICATION = """
    import os
    import openai
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    # What opentelemetry-distro would do: an exporter that is configured by the variables alone.
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    client = openai.OpenAI(base_url=os.environ["PROVIDER"], api_key="sk-not-a-key")
    answer = client.chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": "Is the README right?"}])
    print(answer.choices[0].message.content)
    provider.shutdown()
"""


@pytest.mark.parametrize(
    "block", [block for block in blocks("sh") if "opentelemetry-instrument" in block.text], ids=str)
def test_an_instrumented_application(start_service, tmp_path, block):
    """The variables and the command of the README, with an application of four lines behind them."""
    program = Path(sys.executable).parent
    if not (program / "opentelemetry-instrument").exists():
        pytest.skip("opentelemetry-instrument is not installed beside this Python")
    service = start_service()
    (tmp_path / "your_app.py").write_text(textwrap.dedent(APPLICATION), encoding="utf-8")
    table = {"answers": [{"when": {}, "text": "It is.", "usage": {"prompt_tokens": 9, "completion_tokens": 3}}]}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    with MockProvider(table) as provider:
        environment = inherited | {"PATH": f"{program}:{os.environ['PATH']}", "PROVIDER": provider.base_url}
        done = shell(
            block.text.replace(DOCUMENTED, f"127.0.0.1:{service.port}"), cwd=tmp_path, env=environment, timeout=120)
    assert "It is." in done.stdout
    call = until(lambda: next(iter(service.get("/api/calls")["calls"]), None), what="the call")
    assert (call["provider"], call["model"], call["operation"]) == ("openai", "gpt-4o-mini", "chat")
    assert (call["tokens"]["input"], call["tokens"]["output"]) == (9, 3)
    content = service.get(f"/api/calls/{call['id']}")
    assert (content["input"], content["output"]) == ("Is the README right?", "It is."), "its content was captured"


# --- Links --------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
