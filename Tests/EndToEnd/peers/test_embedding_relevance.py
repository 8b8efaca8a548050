"""The example plugin with a real embedding model: its numbers, its verdicts, and what it gains over words."""

import csv
import os
import re
import sys
from pathlib import Path

import pytest

from assay_service import ROOT, until
from spans import span

FOLDER = ROOT / "config/examples/plugins/embedding_relevance"
DATA = Path(os.environ.get("ASSAY_TESTDATA", ROOT.parent / "shared/data")) / "trecqa/dev.csv"


@pytest.fixture(scope="module")
def model():
    sys.path.insert(0, str(FOLDER))
    from minilm import MiniLM
    return MiniLM()


def test_vectors_are_those_of_the_model(model):
    rows = model.embed(["A man is eating food.", "A man is eating a piece of bread.", "The cat sat.", ""])
    near = rows @ rows.T
    assert near.diagonal() == pytest.approx([1, 1, 1, 1], abs=1e-5)
    # The model card's own example says 0.7553.
    assert near[0, 1] == pytest.approx(0.7553, abs=2e-3) and near[0, 2] < 0.2
    # A batch does not change what a text gets.
    assert model.embed(["The cat sat."])[0] == pytest.approx(rows[2], abs=1e-5)


def ranking(scores, labels, groups) -> tuple[float, float]:
    """MAP and MRR over questions with both kinds of candidates; of equal scores the wrong one stands first."""
    precisions, ranks = [], []
    for group in dict.fromkeys(groups):
        at = [i for i, g in enumerate(groups) if g == group]
        ordered = [labels[i] for i in sorted(at, key=lambda i: (-scores[i], labels[i]))]
        hits = [place for place, label in enumerate(ordered, 1) if label]
        if hits and len(hits) < len(ordered):
            precisions.append(sum((n + 1) / place for n, place in enumerate(hits)) / len(hits))
            ranks.append(1 / hits[0])
    return sum(precisions) / len(precisions), sum(ranks) / len(ranks)


@pytest.mark.skipif(not DATA.exists(), reason="TREC-QA is not here")
def test_it_beats_word_overlap(model, capsys):
    rows = list(csv.DictReader(DATA.open()))
    questions, labels = [r["qtext"] for r in rows], [int(r["label"]) for r in rows]
    words = lambda text: set(re.findall(r"\w+", text.lower()))  # noqa: E731
    overlap = [len(words(r["qtext"]) & words(r["atext"])) / len(words(r["qtext"])) for r in rows]
    distinct = list(dict.fromkeys(questions))
    of = dict(zip(distinct, model.embed(distinct)))
    answers = model.embed([r["atext"] for r in rows])
    close = [float(of[q] @ answer) for q, answer in zip(questions, answers)]
    (by_words, first_by_words), (by_meaning, first) = (ranking(s, labels, questions) for s in (overlap, close))
    with capsys.disabled():
        print(f"\nMAP {by_meaning:.3f} MRR {first:.3f}; by words {by_words:.3f} {first_by_words:.3f}")
    assert by_meaning > by_words + 0.1 and first > first_by_words + 0.05


def test_it_judges_live_calls(start_service):
    service = start_service({
        "plugins": ["evaluators", "exporters", "config/examples/plugins"],
        "sampling": {"default": "100%"},
        "evaluators": {"close": {"plugin": "embedding_relevance", "timeout": "60s", "memory": "1GiB",
                                 "environment": {"EMBEDDING_PYTHON": sys.executable}}},
    })
    service.send(span("You can send it back within 30 days.", question="How long can I return shoes?"),
                 span("The orchestra played Mahler in the new hall.", question="How long can I return shoes?"))

    def kinds():
        return sorted(v["verdict"] for c in service.get("/api/calls")["calls"] for v in c["verdicts"])
    assert until(lambda: len(k := kinds()) == 2 and k, 90, what="two verdicts") == ["fail", "pass"]
