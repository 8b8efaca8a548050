"""Fails an answer that quotes a price which its context and references do not: protocol 1, no dependencies."""

import json
import os
import re
import sys
from decimal import Decimal

# A currency, and a number of plain or grouped digits, either of them first.
CURRENCY = r"(?:US\$|[$€£¥]|\b(?:USD|EUR|GBP|JPY|CHF)\b)"
NUMBER = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d{1,2})?|\d{1,15}(?:[.,]\d{1,2})?"
PRICE = re.compile(rf"({CURRENCY})\s?({NUMBER})(?!\d)|(?<![\d.,])({NUMBER})\s?({CURRENCY})", re.ASCII)
CODES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}


def amount(text):
    """The number's value: 1,299.00 and 1299 are equal, and 9,50 is nine and a half."""
    if re.fullmatch(r"\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    return Decimal(re.sub(r"[,\u00a0\u202f]", "", text))


def prices(text):
    """Each price of a text with its place, in code points: Python's own way to count."""
    for match in PRICE.finditer(text):
        currency, number = match[1] or match[4], match[2] or match[3]
        yield (CODES.get(currency, currency), amount(number)), match.span()


def judge(call):
    quoted = list(prices(call["output"]))
    if not quoted:
        return {"verdict": "skip", "label": "no_price", "explanation": "the answer quotes no price"}
    sources = call["context"] + call["reference"]
    if not sources:
        return {"verdict": "skip", "label": "no_source", "explanation": "there is nothing to hold the prices against"}
    known = {price for source in sources for price, _ in prices(source)}
    wrong = [(price, place) for price, place in quoted if price not in known]
    score = round(1 - len(wrong) / len(quoted), 4)
    if not wrong:
        return {"verdict": "pass", "score": score}
    named = ", ".join(f"{currency} {value}" for (currency, value), _ in wrong[:5])
    return {
        "verdict": "fail", "score": score, "label": "invented_price",
        "explanation": f"{len(wrong)} of {len(quoted)} prices stand in no source: {named}",
        "evidence": [place for _, place in wrong[:100]],
    }


def answer(line):
    message = json.loads(line)
    if "hello" in message:
        return {"ready": {"protocol": 1, "name": "price_quote", "version": "1.0.0"}}
    if "call" in message:
        return {"id": message["id"], **judge(message["call"])}
    return None  # A cancelled call has its answer already; what else comes is of a later protocol.


def main():
    """Reads whatever has come, and writes once for all of it: a write for each line costs half the speed."""
    rest = b""
    while chunk := os.read(0, 1 << 16):
        *lines, rest = (rest + chunk).split(b"\n")
        answers = [found for line in lines if line and (found := answer(line)) is not None]
        if answers:
            sys.stdout.write("".join(json.dumps(found) + "\n" for found in answers))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
