"""Runs `assay-bench rouge-l` and rouge-score on the same texts, and prints how many times as fast Assay is.

    .venv/bin/python Benchmarks/peers/rouge.py .build/release/assay-bench

Both read reference and answer each time. Best of five rounds, in processor time of one thread.
"""

import re
import subprocess
import sys
import time

from rouge_score import rouge_scorer

VOCABULARY = ("order packed free charge cancel until both parcel refund street monday price invoice the of and a to is "
              "you can will it for on").split()


def text(words, step):
    return " ".join(VOCABULARY[(i * step + i // 5) % len(VOCABULARY)] for i in range(words))


def nanoseconds(words):
    scorer = rouge_scorer.RougeScorer(["rougeL"])
    reference, answer = text(words, 7), text(words, 11)
    best, rounds = float("inf"), max(2, 2000 // words)
    for _ in range(5):
        began = time.thread_time_ns()
        for _ in range(rounds):
            scorer.score(reference, answer)
        best = min(best, (time.thread_time_ns() - began) / rounds)
    return best


output = subprocess.run([sys.argv[1], "rouge-l"], check=True, capture_output=True, text=True).stdout
for words, ours in re.findall(r"rouge-l (\d+) words: (\d+) ns", output):
    theirs = nanoseconds(int(words))
    print(f"{words:>4} words: assay {int(ours):>9,} ns   rouge-score {theirs:>12,.0f} ns   {theirs / int(ours):.0f} times")
