"""Prometheus' own loop with the files that ship: a metric, a rule of `assay rules`, a webhook, a throttle, its end."""

import shutil
import subprocess
import time

import pytest
import requests
import yaml

from assay_service import BINARY, ROOT, free_port, until
from loop import GOOD, MODEL, ROUTE, SCOPE, ask, audit, share, throttle
from spans import MILLISECOND, span

SHIPPED = ROOT / "config/prometheus"

pytestmark = pytest.mark.skipif(
    not (shutil.which("prometheus") and shutil.which("prometheus-alertmanager")),
    reason="Debian's packages prometheus and prometheus-alertmanager are absent")

ALERT = "ProviderIsSlow"  # one of those that the shipped alertmanager.yml sends to Assay
# As `assay rules` is asked for it …
JUDGED_BY_PROMETHEUS = {"signal": "error_ratio", "above": "20%", "window": "10s", "min_samples": 10}
# … and as the service then has it.
FROM_OUTSIDE = {"signal": "external", "resolve_after": "5m"}


def configuration(when: dict) -> dict:
    return {"alerts": {ALERT: {
        "when": when, "by": ["route", "model"],
        "then": {"throttle": {"floor": "10%", "step_at_least": "1s"}, "mode": "enforce"}}}}


@pytest.fixture
def begin(tmp_path):
    """Starts programs that are stopped in the end, the last one first."""
    begun = []

    def start(name: str, url: str, *command) -> None:
        log = (tmp_path / f"{name}.log").open("w")
        begun.append((subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path), log))

        def is_ready() -> bool:
            try:
                return requests.get(f"{url}/-/ready", timeout=1).status_code == 200
            except requests.RequestException:
                return False

        until(is_ready, 20, 0.1, name)

    yield start
    for process, log in reversed(begun):
        process.terminate()
        process.wait(20)
        log.close()


def key(config_file, name: str, *roles: str) -> str:
    made = subprocess.run(
        [BINARY, "key", "new", "--config", config_file, "--name", name, *(f"--role={role}" for role in roles)],
        capture_output=True, text=True, timeout=60, cwd=ROOT, check=True)
    return made.stdout.strip()


def alertmanager_config(service) -> dict:
    config = yaml.safe_load((SHIPPED / "alertmanager.yml").read_text(encoding="utf-8"))
    # Quicker, or nobody would wait for it.
    config["route"] |= {"group_wait": "0s", "group_interval": "1s", "repeat_interval": "2s"}
    webhook = config["receivers"][1]["webhook_configs"][0]
    webhook["url"] = webhook["url"].replace("127.0.0.1:4318", f"127.0.0.1:{service.port}")
    return config


def prometheus_config(service, alertmanager: str) -> dict:
    text = (SHIPPED / "prometheus.yml").read_text(encoding="utf-8")
    config = yaml.safe_load(text.replace("# authorization:", "authorization:"))
    config["global"] = {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    config["scrape_configs"][0]["static_configs"][0]["targets"] = [f"127.0.0.1:{service.port}"]
    config["scrape_configs"][0]["authorization"]["credentials_file"] = "scrape.key"
    config["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = [alertmanager]
    return config


def test_a_metric_throttles_by_way_of_prometheus_and_its_recovery_releases(start_service, tmp_path, begin):
    began = time.monotonic()
    service = start_service(configuration(FROM_OUTSIDE))
    (tmp_path / "assay.key").write_text(key(service.config_file, "alertmanager", "operate"))
    (tmp_path / "scrape.key").write_text(key(service.config_file, "prometheus", "scrape"))
    everything = key(service.config_file, "tests", "ingest", "operate", "gateway")
    service.stop()
    service.start()
    service.session.headers["Authorization"] = f"Bearer {everything}"

    (tmp_path / "judged.yaml").write_text(yaml.safe_dump(configuration(JUDGED_BY_PROMETHEUS)))
    with (tmp_path / "assay.rules.yml").open("w") as file:
        subprocess.run([BINARY, "rules", "--config", tmp_path / "judged.yaml"], stdout=file, check=True, timeout=60)
    alertmanager, prometheus = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    (tmp_path / "alertmanager.yml").write_text(yaml.safe_dump(alertmanager_config(service)))
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(prometheus_config(service, alertmanager)))
    begin("alertmanager", f"http://{alertmanager}", "prometheus-alertmanager", "--config.file=alertmanager.yml",
          "--storage.path=alertmanager", f"--web.listen-address={alertmanager}", "--cluster.listen-address=")
    begin("prometheus", f"http://{prometheus}", "prometheus", "--config.file=prometheus.yml",
          "--storage.tsdb.path=prometheus", f"--web.listen-address={prometheus}")

    def send(error: str | None, count: int = 5) -> None:
        output = None if error else GOOD
        service.send(*[span(output, error=error, duration=MILLISECOND) for _ in range(count)])

    def drive(error: str | None, condition, timeout: float, what: str):
        def step():
            send(error)
            return condition()
        return until(step, timeout, 0.3, what)

    # Prometheus has to see a counter before it can see it grow.
    send(None)
    send("timeout", 1)
    until(lambda: requests.get(
        f"http://{prometheus}/api/v1/query", params={"query": "assay_calls_total"}, timeout=5
    ).json()["data"]["result"], 15, 0.2, "a first scrape")
    assert ask(service)["decision"] == "admit"

    first = drive("timeout", lambda: throttle(service), 30, "a throttle")
    assert first["admit"] <= 0.5 and first["scope"] == SCOPE
    rule = requests.get(f"http://{prometheus}/api/v1/alerts", timeout=5).json()["data"]["alerts"]
    assert [(one["labels"]["alertname"], one["state"]) for one in rule] == [(ALERT, "firing")]
    assert rule[0]["labels"] == {
        "alertname": ALERT, "alert": ALERT, "severity": "critical", "route": ROUTE, "model": MODEL}
    assert float(rule[0]["value"]) > 0.2
    assert {ask(service)["decision"] for _ in range(200)} == {"admit", "reject"}
    assert ask(service, model="gpt-4o")["decision"] == "admit"

    drive(None, lambda: share(service) == 1, 45, "the release")
    assert {ask(service)["decision"] for _ in range(50)} == {"admit"}
    entries = audit(service)
    assert entries[0]["action"] == "cut" and entries[-1]["action"] == "release"
    assert {entry["actor"] for entry in entries} == {ALERT}
    assert time.monotonic() - began < 90
