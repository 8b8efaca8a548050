"""Prometheus' own loop: an alert that a real Alertmanager delivers throttles, its end releases."""

import datetime
import shutil
import subprocess

import pytest
import requests
import yaml

from assay_service import free_port, until
from features import needs
from loop import MODEL, ROUTE, SCOPE, ask, audit, share, throttle

pytestmark = [
    needs("alertmanager"),
    pytest.mark.skipif(
        not shutil.which("prometheus-alertmanager"), reason="Debian's package prometheus-alertmanager is absent"),
]

CONFIG = {
    "alerts": {
        "ProviderIsSlow": {
            "when": {"signal": "external"},
            "by": ["route", "model"],
            "then": {"throttle": {"floor": "10%", "step_at_least": "1s"}, "mode": "enforce"},
        },
    },
}
LABELS = {"alertname": "ProviderIsSlow", "route": ROUTE, "model": MODEL, "severity": "page", "instance": "10.0.0.1"}


class Alertmanager:
    """A running Alertmanager that delivers to one webhook."""

    def __init__(self, folder, webhook: str):
        self.url = f"http://127.0.0.1:{free_port()}"
        config = {
            "route": {
                "receiver": "assay", "group_by": ["alertname", "route", "model"],
                # The shortest that it takes: a resolved alert is delivered at the next interval.
                "group_wait": "0s", "group_interval": "1s", "repeat_interval": "2s"},
            "receivers": [
                {"name": "assay", "webhook_configs": [{"url": webhook, "send_resolved": True}]}],
        }
        (folder / "alertmanager.yml").write_text(yaml.safe_dump(config))
        self._log = (folder / "alertmanager.log").open("w")
        self._process = subprocess.Popen(
            ["prometheus-alertmanager", f"--config.file={folder}/alertmanager.yml",
             f"--storage.path={folder}/alertmanager", f"--web.listen-address={self.url.removeprefix('http://')}",
             "--cluster.listen-address="], stdout=self._log, stderr=self._log)
        until(self._is_ready, 20, 0.1, "Alertmanager")

    def _is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/-/ready", timeout=1).status_code == 200
        except requests.RequestException:
            return False

    def post(self, labels: dict, ends: datetime.datetime | None = None) -> None:
        """As Prometheus posts an alert; one that has ended is resolved."""
        alert = {"labels": labels, "annotations": {"summary": "slow"}, "generatorURL": "http://prometheus.example/"}
        if ends:
            alert["endsAt"] = ends.isoformat()
        answer = requests.post(f"{self.url}/api/v2/alerts", json=[alert], timeout=10)
        assert answer.status_code == 200, answer.text

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._log.close()


@pytest.fixture
def alertmanager(tmp_path):
    begun = []

    def start(webhook: str) -> Alertmanager:
        begun.append(Alertmanager(tmp_path, webhook))
        return begun[-1]

    yield start
    for one in begun:
        one.stop()


def test_an_alert_throttles_and_its_end_releases(start_service, alertmanager):
    service = start_service(CONFIG)
    manager = alertmanager(f"{service.url}/api/alertmanager")
    assert ask(service)["decision"] == "admit"

    manager.post(LABELS)
    first = until(lambda: throttle(service), 15, what="a throttle")
    assert first["admit"] <= 0.5
    # Alertmanager repeats itself: the share goes down by the dwell, not by the message, and no lower than the floor.
    until(lambda: share(service) == pytest.approx(0.1), 20, what="the floor")
    assert {ask(service)["decision"] for _ in range(200)} == {"admit", "reject"}
    # Labels that are no dimensions do not widen or narrow the scope.
    assert throttle(service)["scope"] == SCOPE
    assert ask(service, model="gpt-4o")["decision"] == "admit"

    manager.post(LABELS, ends=datetime.datetime.now(datetime.UTC))
    until(lambda: share(service) == 1, 30, what="the release")
    assert {ask(service)["decision"] for _ in range(50)} == {"admit"}
    entries = audit(service)
    assert entries[0]["action"] == "cut" and entries[-1]["action"] == "release"
    assert {entry["actor"] for entry in entries} == {"ProviderIsSlow"}


def test_an_alert_of_another_name_throttles_nothing(start_service, alertmanager):
    service = start_service(CONFIG)
    manager = alertmanager(f"{service.url}/api/alertmanager")
    manager.post({**LABELS, "alertname": "DiskIsFull"})
    manager.post({**LABELS, "model": "gpt-4o"})
    # When the second is there, the first has been delivered too: they come in the order of their groups' waits.
    until(lambda: throttle(service, SCOPE.replace(MODEL, "gpt-4o")), 15, what="a throttle")
    assert throttle(service) is None
    assert ask(service)["decision"] == "admit"
