#!/usr/bin/env python3
"""Fits the weights of the relevance model and writes them into Sources/model/AddressWeights.swift.

    train.py --assay PATH [--data DIR] [--check]

Reads TREC-QA (`DIR/trecqa/train.csv` and `dev.csv`: question, label, candidate answer), asks
`assay eval FILE --evaluator relevance --set explain=features --json` for the features, and fits a
logistic regression by Newton's method: every question weighs the same, and in it right and wrong
candidates do. Prints what single features and the model reach. The same data give the same bytes;
`--check` writes nothing and fails where the committed weights differ.
"""
import argparse, csv, json, os, subprocess, sys, tempfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
WEIGHTS = os.path.join(HERE, "..", "Sources", "model", "AddressWeights.swift")
# The penalty on squared weights of standardised features. Dev was in sight when it was picked; from .1 to 1 it makes
# a difference of .003 there.
RIDGE = 0.3
FOLDS = 8


def read(path):
    return [(d["qtext"], d["atext"], int(d["label"])) for d in csv.DictReader(open(path))]


def features(assay, rows):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        for i, (question, answer, _) in enumerate(rows):
            f.write(json.dumps({"id": str(i), "input": question, "output": answer}) + "\n")
        f.flush()
        command = [assay, "eval", f.name, "--evaluator", "relevance", "--set", "explain=features", "--json"]
        run = subprocess.run(command, capture_output=True, text=True)
    lines = {int(v["id"]): json.loads(v["explanation"]) for v in map(json.loads, run.stdout.splitlines())}
    if len(lines) != len(rows):
        sys.exit(f"{len(lines)} lines of features for {len(rows)} rows: {run.stderr[-400:]}")
    names = list(lines[0])
    return names, np.array([[lines[i][n] for n in names] for i in range(len(rows))])


def groups(rows):
    """For each row the number of its question, in order of appearance."""
    numbers = {}
    return np.array([numbers.setdefault(question, len(numbers)) for question, _, _ in rows])


def row_weights(y, group):
    """Questions weigh the same, and in each its right and wrong candidates; one-sided questions nothing."""
    w = np.zeros(len(y))
    for g in np.unique(group):
        at = group == g
        right, wrong = at & (y == 1), at & (y == 0)
        if right.any() and wrong.any():
            w[right], w[wrong] = 0.5 / right.sum(), 0.5 / wrong.sum()
    return w / w.sum()


def fit(x, y, group, ridge=RIDGE):
    """Weights and bias for raw features."""
    w = row_weights(y, group)
    mean = w @ x
    scale = np.sqrt(w @ (x - mean) ** 2) + 1e-9
    z = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    penalty = np.full(z.shape[1], ridge)
    penalty[-1] = 0
    beta = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ beta))
        gradient = z.T @ (w * (p - y)) + penalty * beta
        hessian = (z.T * (w * p * (1 - p))) @ z + np.diag(penalty + 1e-12)
        beta -= np.linalg.solve(hessian, gradient)
    weights = beta[:-1] / scale
    return weights, beta[-1] - weights @ mean, beta[:-1]


def ranking(scores, y, group):
    """Mean average precision and mean reciprocal rank over questions with both kinds of candidates."""
    precisions, ranks = [], []
    for g in np.unique(group):
        at = np.flatnonzero(group == g)
        # Of equal scores the wrong one stands first.
        labels = [y[i] for i in sorted(at, key=lambda i: (-scores[i], y[i]))]
        hits = [k for k, label in enumerate(labels, 1) if label]
        if hits and len(hits) < len(labels):
            precisions.append(sum((n + 1) / k for n, k in enumerate(hits)) / len(hits))
            ranks.append(1 / hits[0])
    return sum(precisions) / len(precisions), sum(ranks) / len(ranks)


def crossed(x, y, group, ridge=RIDGE):
    """Each question scored by a model that has not seen it."""
    scores = np.zeros(len(y))
    for fold in range(FOLDS):
        held = group % FOLDS == fold
        weights, bias, _ = fit(x[~held], y[~held], group[~held], ridge)
        scores[held] = x[held] @ weights + bias
    return scores


def swift(names, weights, bias):
    lines = "\n".join(f"    {w:.6f},  // {n}" for n, w in zip(names, weights))
    return (
        "/// Written by `training/train.py`; do not edit.\nenum AddressWeights {\n"
        f"  static let bias = {bias:.6f}\n"
        "  /// For raw features, in the order of `Features.names`.\n"
        f"  static let weights: [Double] = [\n{lines}\n  ]\n}}\n"
    )


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--assay", required=True)
    p.add_argument("--data", default=os.path.join(HERE, "..", "..", "..", "..", "shared", "data"))
    p.add_argument("--check", action="store_true")
    a = p.parse_args()
    train, dev = (read(f"{a.data}/trecqa/{part}.csv") for part in ("train", "dev"))
    rows = train + dev
    names, x = features(a.assay, rows)
    y, group = np.array([label for _, _, label in rows]), groups(rows)
    n = len(train)
    weights, bias, standard = fit(x[:n], y[:n], group[:n])
    report = {
        "train, 8 folds by question": ranking(crossed(x[:n], y[:n], group[:n]), y[:n], group[:n]),
        "dev, fitted on train": ranking(x[n:] @ weights + bias, y[n:], group[n:]),
        "train and dev, 8 folds by question": ranking(crossed(x, y, group), y, group),
        "dev, length alone": ranking(np.array([len(r[1].split()) for r in dev]), y[n:], group[n:]),
    }
    for name, (precision, rank) in report.items():
        print(f"{name:38} MAP {precision:.3f}  MRR {rank:.3f}")
    print(f"\n{'feature':12} weight/sd  dev MAP alone")
    for i, name in enumerate(names):
        sign = 1 if standard[i] >= 0 else -1
        print(f"{name:12} {standard[i]:+.3f}     {ranking(sign * x[n:, i], y[n:], group[n:])[0]:.3f}")
    text = swift(names, weights, bias)
    if a.check:
        if open(WEIGHTS).read() != text:
            sys.exit("the committed weights differ from those that these data give; run without --check")
        print("\nthe committed weights are those that these data give")
        return
    with open(WEIGHTS, "w") as f:
        f.write(text)


if __name__ == "__main__":
    main()
