"""A real Prometheus keeps the native histograms and the exemplars, and finds the same quantiles."""

import re
import shutil
import subprocess
import time

import pytest
import requests
import yaml

from assay_service import free_port, until
from loop import REFUSAL, ROUTE, loop_config
from metrics_text import total
from spans import MILLISECOND, span

HISTOGRAM = "gen_ai_client_operation_duration_seconds"
DURATIONS = [round(80 * 1.03**number) * MILLISECOND for number in range(150)]
# Half a bucket of schema 5, and Prometheus' place inside a bucket where ours is its middle.
BUCKET = 2 ** (1 / 32) - 1

pytestmark = pytest.mark.skipif(not shutil.which("prometheus"), reason="Debian's package prometheus is absent")


def version() -> tuple[int, int]:
    said = subprocess.run(["prometheus", "--version"], capture_output=True, text=True, check=True)
    major, minor = re.search(r"version (\d+)\.(\d+)", said.stdout + said.stderr).groups()
    return int(major), int(minor)


@pytest.fixture(scope="module")
def service(start_shared_service):
    service = start_shared_service(loop_config())
    service.send(*[span(duration=duration) for duration in DURATIONS])
    service.send(*[span(REFUSAL, model="gpt-4.1", duration=MILLISECOND * 200) for _ in range(3)])
    service.send(span(None, error="timeout", output_tokens=None, finish=None, trace_id=b"\xab" * 16, span_id=b"\xcd" * 8))
    until(lambda: 'verdict="fail"' in service.metrics(), what="a verdict")
    return service


class Prometheus:
    """Asks a Prometheus on this machine."""

    def __init__(self, port: int):
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, path: str, **parameters):
        answer = requests.get(f"{self.url}/api/v1/{path}", params=parameters, timeout=10).json()
        assert answer["status"] == "success", answer
        return answer["data"]

    def value(self, query: str) -> float:
        """The value of a query that one series answers."""
        data = self.ask("query", query=query)
        assert len(data["result"]) == 1, data
        return float(data["result"][0]["value"][1])

    def exemplars(self, query: str) -> list[dict]:
        now = time.time()
        found = self.ask("query_exemplars", query=query, start=now - 600, end=now + 60)
        return [dict(exemplar, series=series["seriesLabels"]) for series in found for exemplar in series["exemplars"]]

    def own(self, metric: str) -> float:
        """A number that it counts about itself."""
        return total(requests.get(f"{self.url}/metrics", timeout=10).text, metric)

    def is_up(self) -> bool:
        try:
            return any(result["value"][1] == "1" for result in self.ask("query", query="up")["result"])
        except (requests.RequestException, ValueError):
            return False


def scraping(service, folder, native: bool):
    """A Prometheus that scrapes the service every second; it is stopped after."""
    port = free_port()
    scrape = {"job_name": "assay", "static_configs": [{"targets": [f"127.0.0.1:{service.port}"]}]}
    if native and version() >= (3, 8):
        scrape["scrape_native_histograms"] = True
    config = {"global": {"scrape_interval": "1s", "scrape_timeout": "1s"}, "scrape_configs": [scrape]}
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    features = ["exemplar-storage"]
    if native and version() < (3, 8):
        features.append("native-histograms")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
             f"--web.listen-address=127.0.0.1:{port}", f"--enable-feature={','.join(features)}"],
            stdout=log, stderr=log)

    prometheus = Prometheus(port)
    try:
        until(prometheus.is_up, 60, 0.2, "a first scrape")
        yield prometheus
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def native(service, tmp_path_factory):
    yield from scraping(service, tmp_path_factory.mktemp("native"), native=True)


@pytest.fixture(scope="module")
def classic(service, tmp_path_factory):
    yield from scraping(service, tmp_path_factory.mktemp("classic"), native=False)


@pytest.mark.skipif(version() < (2, 40) if shutil.which("prometheus") else True,
                    reason="native histograms need Prometheus 2.40 or later")
class TestNativeHistograms:
    SERIES = f'{HISTOGRAM}{{gen_ai_request_model="gpt-4o-mini",error_type=""}}'

    def test_it_is_stored_as_one(self, native):
        # Without `le` and without suffix: only a native histogram is found by the bare name.
        assert native.value(f"histogram_count({self.SERIES})") == len(DURATIONS)
        assert native.value(f"histogram_sum({self.SERIES})") == pytest.approx(sum(DURATIONS) / 1e9)

    @pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.95, 0.99])
    def test_quantiles_agree_within_a_bucket(self, native, service, share):
        theirs = native.value(f"histogram_quantile({share}, {self.SERIES})")
        exact = sorted(DURATIONS)[-(-round(len(DURATIONS) * share * 1000) // 1000) - 1] / 1e9
        assert theirs == pytest.approx(exact, rel=BUCKET * 1.5)
        if share in (0.5, 0.95, 0.99):
            ours = native.value(f'assay_call_duration_seconds{{quantile="{share}",route="{ROUTE}",model="gpt-4o-mini"}}')
            assert theirs == pytest.approx(ours, rel=BUCKET)

    def test_shares_below_a_bound_agree_with_the_classic_buckets(self, native, classic):
        share = native.value(f"histogram_fraction(0, 1.28, {self.SERIES})")
        below = classic.value(f'{HISTOGRAM}_bucket{{gen_ai_request_model="gpt-4o-mini",error_type="",le="1.28"}}')
        assert share * len(DURATIONS) == pytest.approx(below, abs=1)

    def test_no_scrape_fails(self, native):
        assert native.value("min_over_time(up[10s])") == 1


class TestExemplars:
    def test_one_for_each_classic_bucket(self, classic):
        query = f'{HISTOGRAM}_bucket{{gen_ai_request_model="gpt-4o-mini",error_type=""}}'
        found = until(lambda: classic.exemplars(query), what="exemplars")
        bounds = [0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24]
        assert sorted(float(exemplar["series"]["le"]) for exemplar in found) == bounds
        for exemplar in found:
            upper = float(exemplar["series"]["le"])
            assert upper / 2 <= float(exemplar["value"]) <= upper
            assert re.fullmatch("[0-9a-f]{32}", exemplar["labels"]["trace_id"])
            assert re.fullmatch("[0-9a-f]{16}", exemplar["labels"]["span_id"])
            assert abs(exemplar["timestamp"] - time.time()) < 300

    def test_the_latest_error(self, classic):
        found = until(lambda: classic.exemplars("assay_calls_total"), what="exemplars")
        assert [exemplar["labels"] for exemplar in found] == [{"trace_id": "ab" * 16, "span_id": "cd" * 8}]
        assert found[0]["series"]["outcome"] == "error"

    def test_the_latest_answer_that_failed(self, classic):
        found = until(lambda: classic.exemplars("assay_evaluations_total"), what="exemplars")
        assert {exemplar["series"]["verdict"] for exemplar in found} == {"fail"}

    def test_none_is_refused(self, classic):
        assert classic.own("prometheus_tsdb_exemplar_exemplars_appended_total") > 0
        assert classic.own("prometheus_target_scrapes_exemplar_out_of_order_total") == 0
        assert classic.own("prometheus_tsdb_exemplar_out_of_order_exemplars_total") == 0

    def test_native_histograms_have_them_too(self, native):
        found = until(lambda: native.exemplars(HISTOGRAM), what="exemplars")
        assert all(re.fullmatch("[0-9a-f]{32}", exemplar["labels"]["trace_id"]) for exemplar in found)

    def test_text_0_0_4_has_none(self, service):
        assert "trace_id" not in service.metrics()
