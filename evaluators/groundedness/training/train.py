#!/usr/bin/env python3
"""Train the groundedness model and write Sources/TrainedModel.swift.

    training/train.py --assay .build/release/assay            # trains, writes, prints both tables
    training/train.py --assay .build/release/assay --check    # fails if the committed model is another

The labelled sets are read from $ASSAY_TESTDATA, or ../shared/data beside the project. The model is a logistic
regression whose signs are given: a feature that would need the wrong sign gets 0. Every set weighs the same, and both
labels inside it; SummEdits, whose good answers are paraphrases, weighs 0.3. Strong shrinkage, chosen by leaving sets
out. The last step stretches the scores by two numbers, fitted to the scores of the sets that were left out.
Needs numpy; takes some ten seconds; gives the same bytes each time.
"""
import argparse, csv, json, os, pathlib, subprocess, sys, tempfile
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent
PROJECT = FOLDER.parent.parent
MODEL = FOLDER / "Sources" / "TrainedModel.swift"
SUPPORTING = ["in_order", "in_order_total", "copied_run", "names_used"]
SHRINKAGE = 1.0
WEIGHT = {"summedits": 0.3}


def row(source, answer, good, asked):
    return {"input": asked, "context": [source], "output": answer}, int(good)


def json_lines(path):
    with open(path, encoding="utf-8") as file:
        yield from map(json.loads, file)


def halueval(path):
    for d in json_lines(path):
        asked = d["question"] or "Summarize the document."
        yield row(d["context"], d["right"], True, asked)
        yield row(d["context"], d["hallucinated"], False, asked)


def begin(folder):
    for path in sorted(folder.rglob("*.tsv")):
        with open(path, encoding="utf-8", newline="") as file:
            for d in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                label = (d["begin_label"] or "").lower()
                if label.startswith(("fully", "not")):
                    yield row(d["knowledge"], d["response"], label.startswith("fully"), d["message"])


def q2(folder):
    for path in sorted(folder.rglob("*consistent.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            for d in csv.DictReader(file):
                yield row(d["knowledge"], d["response"], "_inconsistent" not in path.name, d["message"])


def summedits(path):
    for d in json_lines(path):
        yield row(d["context"], d["answer"], d["label"], "Summarize the document.")


def load(data):
    return {
        "halueval-qa": list(halueval(data / "halueval/qa.dev.jsonl")),
        "halueval-dialogue": list(halueval(data / "halueval/dialogue.dev.jsonl")),
        "halueval-summarization": list(halueval(data / "halueval/summarization.dev.jsonl")),
        "begin": list(begin(data / "begin")),
        "q2": list(q2(data / "q2/third_party/data")),
        "summedits": list(summedits(data / "summedits/dev.jsonl")),
    }


def measure(assay, rows):
    """The features' names and a row of values for each answer; labels; words an answer."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for index, (values, _) in enumerate(rows):
                file.write(json.dumps(dict(values, id=str(index)), ensure_ascii=False) + "\n")
        command = [assay, "eval", path, "--evaluator", "groundedness", "--set", "explain=features", "--json"]
        run = subprocess.run(command, capture_output=True, text=True)
    verdicts = {}
    for line in run.stdout.splitlines():
        verdict = json.loads(line)
        if verdict["verdict"] in ("pass", "fail"):
            verdicts[int(verdict["id"])] = json.loads(verdict["explanation"])
    if not verdicts:
        sys.exit(f"{' '.join(command)} judged nothing: {run.stderr[-400:]}")
    kept = sorted(verdicts)
    names = list(verdicts[kept[0]])
    values = np.array([[verdicts[i][name] for name in names] for i in kept])
    return names, values, np.array([rows[i][1] for i in kept]), np.array([len(rows[i][0]["output"].split()) for i in kept])


def balanced(labels, weight=1.0):
    good = labels == 1
    return weight * np.where(good, 0.5 / max(good.sum(), 1), 0.5 / max((~good).sum(), 1))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def fit(X, y, w, signs, steps=400):
    """Weights and bias for raw features; accelerated projected gradient."""
    w = w / w.sum()
    mean = w @ X
    deviation = np.sqrt(w @ (X - mean) ** 2) + 1e-9
    Z = (X - mean) / deviation
    rate = 1 / (0.25 * np.linalg.eigvalsh((Z * w[:, None]).T @ Z).max() + 0.25 + SHRINKAGE)
    at = ahead = np.zeros(X.shape[1] + 1)
    momentum = 1.0
    for _ in range(steps):
        g = w * (sigmoid(Z @ ahead[1:] + ahead[0]) - y)
        gradient = np.concatenate([[g.sum()], Z.T @ g + SHRINKAGE * ahead[1:]])
        new = ahead - rate * gradient
        new[1:] = np.where(new[1:] * signs < 0, 0, new[1:])
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = new + (momentum - 1) / following * (new - at)
        at, momentum = new, following
    weights = at[1:] / deviation
    return weights, at[0] - weights @ mean


def stretch(z, y, w):
    """Platt's two numbers, by Newton's method."""
    a, b = 1.0, 0.0
    A = np.stack([z, np.ones_like(z)], 1)
    w = w / w.sum()
    for _ in range(50):
        p = sigmoid(a * z + b)
        step = np.linalg.solve((A * (w * p * (1 - p))[:, None]).T @ A + 1e-12 * np.eye(2), A.T @ (w * (p - y)))
        a, b = a - step[0], b - step[1]
    return a, b


def auc(y, s):
    _, inverse, counts = np.unique(s, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    good = y.sum()
    return (rank[y == 1].sum() - good * (good + 1) / 2) / (good * (len(y) - good))


def accuracy(y, p):
    return ((p[y == 1] >= 0.5).mean() + (p[y == 0] < 0.5).mean()) / 2


def swift(names, weights, bias):
    def case(name):
        first, *rest = name.split("_")
        return first + "".join(part.capitalize() for part in rest)

    lines = [f"    (.{case(name)}, {weight:.4f})," for name, weight in zip(names, weights)]
    return "\n".join(
        [
            "// Generated by training/train.py; do not edit.",
            "",
            "extension GroundednessModel {",
            "  /// Trained on all sets; the scores are stretched to what sets that were left out got.",
            f"  static let trained = GroundednessModel(",
            f"    bias: {bias:.4f},",
            "    weights: [",
            *("  " + line for line in lines),
            "    ])",
            "}",
            "",
        ]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", required=True, help="the program; build it with: swift build -c release")
    default = os.environ.get("ASSAY_TESTDATA") or PROJECT.parent / "shared" / "data"
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(default))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()

    sets = {name: measure(options.assay, rows) for name, rows in load(options.data).items()}
    names = next(iter(sets.values()))[0]
    signs = np.array([1 if name in SUPPORTING else -1 for name in names])

    def train(chosen):
        X, y, w = (np.concatenate(parts) for parts in zip(*[
            (sets[k][1], sets[k][2], balanced(sets[k][2], WEIGHT.get(k, 1.0))) for k in chosen]))
        return fit(X, y, w, signs)

    def logits(model, name):
        return sets[name][1] @ model[0] + model[1]

    apart = {name: logits(train([k for k in sets if k != name]), name) for name in sets}
    a, b = stretch(
        np.concatenate([apart[k] for k in sets]), np.concatenate([sets[k][2] for k in sets]),
        np.concatenate([balanced(sets[k][2], WEIGHT.get(k, 1.0)) for k in sets]))
    weights, bias = train(list(sets))
    weights, bias = a * weights, a * bias + b

    print("| set | answers | length alone | left out: AUC | balanced accuracy | trained on all: AUC | balanced accuracy |")
    print("|---|---|---|---|---|---|---|")
    total = np.zeros(3)
    for name, (_, X, y, length) in sets.items():
        inside, outside = sigmoid(X @ weights + bias), sigmoid(a * apart[name] + b)
        by_length = auc(y, length)
        figures = max(by_length, 1 - by_length), auc(y, outside), auc(y, inside)
        total += figures
        print(f"| {name} | {len(y):,} | {figures[0]:.3f} | {figures[1]:.3f} | {accuracy(y, outside):.3f} "
              f"| {figures[2]:.3f} | {accuracy(y, inside):.3f} |")
    print("| mean | | {:.3f} | {:.3f} | | {:.3f} | |".format(*total / len(sets)))

    text = swift(names, weights, bias)
    if not options.check:
        MODEL.write_text(text, encoding="utf-8")
    elif MODEL.read_text(encoding="utf-8") != text:
        sys.exit(f"{MODEL} is not what this training gives; run it without --check and commit what it writes")


if __name__ == "__main__":
    main()
