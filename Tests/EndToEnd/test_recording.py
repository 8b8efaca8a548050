"""The recording that the demo plays: a good patch that evaluators pass, a bad one that they fail."""

import base64
import json

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from assay_service import ROOT, until
from metrics_text import total

RECORDING = ROOT / "config/demo/recording.jsonl"
EVALUATORS = {
    "no-refusal": {"plugin": "regex", "must_not_match": "(?i)as an ai (language )?model"},
    "invoice-shape": {
        "plugin": "json_schema", "on": "route=invoice-*", "schema": str(ROOT / "config/demo/invoice.schema.json")},
    "right-answer": {"plugin": "reference_answer"},
}


@pytest.fixture(scope="module")
def lines() -> list[dict]:
    return [json.loads(line) for line in RECORDING.read_text(encoding="ascii").splitlines()]


def test_it_is_small_and_says_what_it_holds(lines):
    assert RECORDING.stat().st_size < 250_000
    for line in lines:
        message = ExportTraceServiceRequest.FromString(base64.b64decode(line["body"], validate=True))
        spans = [span for resource in message.resource_spans for scope in resource.scope_spans for span in scope.spans]
        assert len(spans) == line["calls"]
        assert line["patch"] in ("good", "bad")


@pytest.mark.parametrize("patch", ["good", "bad"])
def test_evaluators_agree_with_the_patch(start_service, lines, patch):
    service = start_service({
        "sampling": {"default": "100%"},
        "evaluators": {name: {**settings, "sample": "100%"} for name, settings in EVALUATORS.items()}})
    mine = [line for line in lines if line["patch"] == patch]
    for line in mine:
        answer = service.export(base64.b64decode(line["body"]))
        assert (answer.status_code, answer.content) == (200, b"")
    calls = sum(line["calls"] for line in mine)
    until(lambda: total(service.metrics(), "assay_calls_total") == calls, what="the calls")
    # Each evaluator says something of each call in its scope, if only that it skips it.
    invoices = total(service.metrics(), "assay_calls_total", route="invoice-extractor")
    until(
        lambda: total(service.metrics(), "assay_evaluations_total") >= 2 * calls + invoices, what="all verdicts")
    text = service.metrics()
    failed = {name: total(text, "assay_evaluations_total", evaluator=name, verdict="fail") for name in EVALUATORS}
    passed = {name: total(text, "assay_evaluations_total", evaluator=name, verdict="pass") for name in EVALUATORS}
    assert total(text, "assay_evaluations_total", verdict="error") == 0
    assert all(passed.values()) and invoices
    if patch == "good":
        assert not any(failed.values()), failed
    else:
        assert failed["invoice-shape"] > 0.7 * invoices
        assert failed["no-refusal"] + failed["right-answer"] > 0.7 * (calls - invoices)
        assert all(failed.values()), failed
