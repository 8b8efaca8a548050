"""Writes scores.jsonl: pairs of texts with the figures that rouge-score and sacrebleu give them.

pip install rouge-score==0.1.2 sacrebleu==2.6.0, then: python3 make_scores.py > scores.jsonl
"""

import json
import random

from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import CHRF

SENTENCES = [
    "The bridge over the Aare was closed for repairs on Monday morning.",
    "Unworn shoes may be sent back within 30 days of delivery.",
    "Returns are free, and the refund arrives after five working days.",
    "Nobody at the bakery knew who had ordered forty-two rye loaves.",
    "Water boils at 99.97 °C at sea level, but at 93 °C in the mountains.",
    "L'été dernier, nous avons loué une maison près d'Évian-les-Bains.",
    "Größere Pakete müssen bis 17:30 Uhr am Schalter abgegeben werden.",
    "東京の夏はとても暑く、雨も多い。",
    "Поезд отправляется с третьего пути через семь минут.",
    "THE INVOICE (No. 2024-117) TOTALS $1,299.00, DUE IN 14 DAYS!",
    "def area(radius): return 3.14159 * radius ** 2",
    "“Don’t panic,” she said — twice — and closed the door.",
    "the cat the cat the cat sat on the mat the cat",
    "The pump draws 4.2 kW; its fan stops when the tank is full.",
    "Your order 1042 left the warehouse yesterday, so it should be there by Friday.",
    "No, the contract does not renew by itself, and no fee is charged.",
]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})
ODD = [
    ("", ""), ("", "a"), ("a", ""), ("...", "!?"), ("a", "a"), ("ab", "abc"), ("abcdef", "abcdef"), ("abcde", "abcdf"),
    ("  white\tspace \n here ", "white space\u00a0here"), ("tab\u001cseparated", "tab separated"),
    ("300 \u212a and \u0130zmir", "300 k and i zmir"), ("e\u0301te\u0301", "\u00e9t\u00e9"), ("A" * 70, "a" * 65),
    ("ab " * 100, "ba " * 90), ("👩‍👩‍👧 family", "👩‍👩‍👧 family photo"), ("x_y-z", "x y z"), ("ﬁne", "fine"),
    ("zero\u200bwidth", "zero width"), ("İstanbul\u0307", "istanbul"), ("averyveryverylongword" * 3, "averyveryverylongword"),
    ("1234567890123456", "12345678901234567"), ("no match at all", "zzz"), ("日本語", "日本"),
]


def altered(rng: random.Random, words: list[str]) -> list[str]:
    words = list(words)
    for _ in range(rng.randint(0, 2 + len(words) // 3)):
        place = rng.randrange(len(words)) if words else 0
        match rng.randrange(5):
            case 0:
                del words[place : place + rng.randint(1, 3)]
            case 1:
                words.insert(place, rng.choice(WORDS))
            case 2 if words:
                words[place] = rng.choice(WORDS)
            case 3 if words:
                words.insert(rng.randrange(len(words)), words.pop(place))
            case 4 if words:
                words[place] = words[place].swapcase()
    return words


def pairs(rng: random.Random):
    yield from ODD
    for sentences in [1, 1, 1, 2, 3, 5, 9, 30]:
        for _ in range(40 if sentences < 9 else 14 if sentences == 9 else 3):
            reference = " ".join(rng.choices(SENTENCES, k=sentences))
            answer = reference if rng.random() < 0.85 else " ".join(rng.choices(SENTENCES, k=sentences))
            yield " ".join(altered(rng, answer.split())), reference


def distance(left: str, right: str) -> int:
    row = list(range(len(right) + 1))
    for place, scalar in enumerate(left, 1):
        before, row[0] = row[0], place
        for column, other in enumerate(right, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (scalar != other))
    return row[-1]


rouge = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=False)
chrf = CHRF()
for answer, reference in pairs(random.Random(4)):
    scores = rouge.score(reference, answer)
    line = {"answer": answer, "reference": reference}
    for name, score in scores.items():
        line[name] = [round(figure, 9) for figure in (score.precision, score.recall, score.fmeasure)]
    line["chrf"] = round(chrf.sentence_score(answer, [reference]).score, 9)
    line["edits"] = distance(answer, reference)
    print(json.dumps(line, ensure_ascii=False))
