"""A million distinct model names: memory and metrics stay bounded."""

import os
import struct
import time

import pytest
import wire
from assay_service import until
from metrics_text import parse, total
from prices import cost_nanodollars
from spans import span

# Fewer for whoever is in a hurry; a million is what the bound is stated for.
NAMES = int(os.environ.get("ASSAY_E2E_NAMES", "1000000"))
BATCH = 2_000
MIB = 1 << 20


def batches(count: int):
    """Request bodies of spans that differ in ids and model: one is encoded, the rest patched."""
    marker = b"model-%010d"
    one = span(output=None, model=(marker % 0).decode(), trace_id=b"T" * 16, span_id=b"S" * 8).SerializeToString()
    one = one.replace(b"chat model-0000000000", b"chat model-xxxxxxxxxx")
    before, after = one.split(marker % 0)
    for first in range(0, count, BATCH):
        spans = []
        for number in range(first, min(first + BATCH, count)):
            text = before.replace(b"T" * 16, struct.pack(">QQ", number + 1, 7)).replace(
                b"S" * 8, struct.pack(">Q", number + 1))
            text += marker % number + after
            spans.append(wire.field(2, text))
        yield wire.field(1, wire.field(2, b"".join(spans)))


def test_a_million_model_names(start_service, record_property):
    service = start_service()
    begun = time.monotonic()
    for body in batches(NAMES):
        answer = service.export(body)
        while answer.status_code == 503:
            time.sleep(0.2)
            answer = service.export(body)
        assert (answer.status_code, answer.content) == (200, b"")
    text = until(
        lambda: (text := service.metrics()) and total(text, "assay_calls_total") == NAMES and text,
        60, 1, f"{NAMES} calls")
    record_property("seconds", round(time.monotonic() - begun, 1))
    record_property("peak_MiB", service.memory("VmHWM") // MIB)
    assert service.memory("VmHWM") < 400 * MIB
    assert total(text, "assay_label_folded_total", metric="assay_calls_total") > 0
    assert total(text, "assay_calls_total", model="other") > NAMES / 2
    names: dict[str, set] = {}
    for sample in parse(text):
        names.setdefault(sample.name, set()).add(sample.labels.get("model"))
    assert max(map(len, names.values())) < 5_000, {name: len(models) for name, models in names.items()}
    assert len(text) < 20 * MIB
    _check_that_known_models_stay_known(service)


def _check_that_known_models_stay_known(service) -> None:
    """Names that nobody knows may fold; a model of the catalogue keeps its name and its price."""
    before = total(service.metrics(), "assay_spend_dollars_total")
    known = span(model="gpt-4.1", input_tokens=1000, output_tokens=100)
    service.send(known)
    call = until(
        lambda: next((call for call in service.get("/api/calls", limit=5)["calls"]
                      if call["span_id"] == known.span_id.hex()), None), what="the call")
    assert call["model"] == "gpt-4.1"
    assert call["cost_nanodollars"] == cost_nanodollars("openai", "gpt-4.1", input=1000, output=100)
    spent = call["cost_nanodollars"] / 1e9
    assert total(service.metrics(), "assay_spend_dollars_total") - before == pytest.approx(spent, abs=1e-9)
