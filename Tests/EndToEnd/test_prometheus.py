"""A real Prometheus scrapes the service and answers; promtool finds nothing to say."""

import shutil
import subprocess
import time

import pytest
import requests
import yaml

from assay_service import free_port, until
from loop import GOOD, MODEL, REFUSAL, ROUTE, loop_config
from metrics_text import parse, total
from spans import MILLISECOND, request, span

needs_prometheus = pytest.mark.skipif(not shutil.which("prometheus"), reason="Debian's package prometheus is absent")
needs_promtool = pytest.mark.skipif(not shutil.which("promtool"), reason="promtool (package prometheus) is absent")


@pytest.fixture(scope="module")
def service(start_shared_service):
    """A service that has seen traffic of every kind."""
    service = start_shared_service(loop_config())
    durations = [(100 + 7 * number) * MILLISECOND for number in range(100)]
    service.send(*[span(GOOD, duration=duration) for duration in durations])
    service.send(*[span(REFUSAL, model="gpt-4.1") for _ in range(40)])
    service.send(
        span(None, error="timeout", output_tokens=None, finish=None),
        span(finish="length"), span(finish="content_filter"),
        span(model="no-such-model"), span(model='odd "name"\\with\nall'), span(model=None, provider=None),
        span(operation="embeddings", output=None, output_tokens=None, model="text-embedding-3-small"),
        span(attributes={"gen_ai.request.stream": True, "gen_ai.response.time_to_first_chunk": 0.05}),
        span(attributes={"gen_ai.usage.cache_read.input_tokens": 50, "gen_ai.usage.reasoning.output_tokens": 5,
                         "gen_ai.usage.cache_creation.input_tokens": 10}),
        service="odd-jobs")
    service.export(b"garbage")
    service.export(request([span(span_id=bytes(8))]))
    service.export(b"", content_type="text/plain")
    until(lambda: total(service.metrics(), "assay_alert_firing") > 0, what="an alert")
    for number in range(100):
        service.admission(route=ROUTE, model="gpt-4.1", id=f"{number}")
    return service


@pytest.fixture(scope="module")
def query(service, tmp_path_factory):
    """Asks a Prometheus that scrapes the service every second."""
    folder = tmp_path_factory.mktemp("prometheus")
    port = free_port()
    config = {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s"},
        "scrape_configs": [{"job_name": "assay", "static_configs": [{"targets": [f"127.0.0.1:{service.port}"]}]}],
    }
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
             f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log)

    def ask(expression: str) -> list[dict]:
        answer = requests.get(
            f"http://127.0.0.1:{port}/api/v1/query", params={"query": expression}, timeout=10).json()
        assert answer["status"] == "success", answer
        return answer["data"]["result"]

    def is_up() -> bool:
        try:
            return any(result["value"][1] == "1" for result in ask("up"))
        except (requests.RequestException, ValueError):
            return False

    try:
        until(is_up, 30, 0.2, "a first scrape")
        # Rates need samples before and after: traffic goes on while it is scraped.
        for _ in range(8):
            service.send(*[span(GOOD) for _ in range(5)])
            time.sleep(0.7)
        yield ask
    finally:
        process.terminate()
        process.wait(20)


def value(results: list[dict]) -> float:
    assert len(results) == 1, results
    return float(results[0]["value"][1])


@needs_prometheus
class TestPrometheus:
    def test_the_rate_of_calls(self, query):
        rate = value(query(f'sum(rate(assay_calls_total{{route="{ROUTE}"}}[10s]))'))
        assert 2 < rate < 12

    def test_a_quantile_of_the_latency(self, query):
        exposed = value(query(
            f'assay_call_duration_seconds{{quantile="0.99",route="{ROUTE}",model="{MODEL}",provider="openai"}}'))
        # 100 durations from 0.1 s in steps of 7 ms, and shorter ones since.
        assert exposed == pytest.approx(0.1 + 0.007 * 98, rel=0.03)

    def test_a_quantile_of_the_histogram(self, query):
        median = value(query(
            "histogram_quantile(0.5, sum by (le) (gen_ai_client_operation_duration_seconds_bucket))"))
        assert 0.16 <= median <= 0.64

    def test_the_fail_ratio(self, query):
        ratio = value(query(
            'sum(assay_failed_weight_total{evaluator="no-refusal",model="gpt-4.1"})'
            ' / sum(assay_evaluated_weight_total{evaluator="no-refusal",model="gpt-4.1"})'))
        assert ratio == pytest.approx(1)
        assert value(query('max(assay_fail_ratio{evaluator="no-refusal",model="gpt-4.1"})')) == pytest.approx(1)

    def test_spend_and_tokens_add_up(self, query, service):
        for name in ("assay_spend_dollars_total", "assay_tokens_total"):
            expected = pytest.approx(total(service.metrics(), name))
            # The latest calls are seen by the next scrape.
            until(lambda: value(query(f"sum({name})")) == expected, what=f"{expected} in {name}")

    def test_no_target_fails_and_no_sample_is_lost(self, query):
        assert value(query("min_over_time(up[10s])")) == 1
        assert value(query("scrape_samples_scraped - scrape_samples_post_metric_relabeling")) == 0

    def test_odd_names_survive(self, query):
        names = {result["metric"]["model"] for result in query("assay_calls_total") if "model" in result["metric"]}
        assert 'odd "name"\\with\nall' in names


@needs_promtool
def test_promtool_has_nothing_to_say(service):
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=service.metrics(), capture_output=True, text=True, timeout=30)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_the_exposition_is_text_0_0_4(service):
    answer = requests.get(f"{service.url}/metrics", timeout=10)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.text.endswith("\n") and "\r" not in answer.text
    families = [line.split(" ")[2] for line in answer.text.split("\n") if line.startswith("# TYPE ")]
    assert len(families) == len(set(families))


def test_every_metric_has_its_labels(service):
    """The names and labels that users build upon."""
    expected = {
        "assay_calls_total": {"route", "provider", "model", "outcome"},
        "assay_call_duration_seconds": {"route", "provider", "model", "quantile"},
        "assay_tokens_total": {"route", "provider", "model", "type"},
        "assay_spend_dollars_total": {"route", "provider", "model"},
        "assay_unpriced_calls_total": {"route", "provider", "model"},
        "assay_evaluations_total": {"evaluator", "route", "model", "verdict"},
        "assay_evaluated_weight_total": {"evaluator", "route", "model"},
        "assay_failed_weight_total": {"evaluator", "route", "model"},
        "assay_fail_ratio": {"evaluator", "route", "model"},
        "assay_fail_ratio_lower": {"evaluator", "route", "model"},
        "assay_fail_ratio_upper": {"evaluator", "route", "model"},
        "assay_time_to_first_token_seconds_bucket": {"route", "provider", "model", "le"},
        "assay_alert_firing": {"alert", "route", "model"},
        "assay_throttle_admit_ratio": {"throttle", "route", "model"},
        "assay_admissions_total": {"route", "decision", "reason"},
    }
    seen: dict[str, set] = {}
    for sample in parse(service.metrics()):
        seen.setdefault(sample.name, set()).update(sample.labels)
    for name, labels in expected.items():
        # A scope without a provider has no such label; that is what an empty one means.
        assert seen.get(name, set()) - {"provider"} == labels - {"provider"}, name


def test_bucket_bounds_are_those_of_the_conventions(service):
    bounds = {
        "gen_ai_client_operation_duration_seconds_bucket":
            [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
        "gen_ai_client_token_usage_bucket": [4.0**power for power in range(14)],
    }
    samples = parse(service.metrics())
    for name, expected in bounds.items():
        found = {float(sample.labels["le"]) for sample in samples if sample.name == name}
        assert sorted(found) == [*expected, float("inf")]
