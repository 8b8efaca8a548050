"""The calls of the recording: what two applications ask, and what the provider answers.

Everything is drawn from one seeded generator, so the calls are the same each time; only ids,
times and measured durations differ from recording to recording.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TEXTS = json.loads((HERE / "traffic.json").read_text(encoding="utf-8"))
SCHEMA = json.loads((ROOT / "config/demo/invoice.schema.json").read_text(encoding="utf-8"))


@dataclass
class Call:
    """One call and the row of the mock provider's table that answers it."""

    application: str
    model: str
    system: str
    question: str
    answer: dict
    user: str
    conversation: str
    stream: bool = False
    reference: str | None = None
    as_json: bool = False


def checkout(random: random.Random, count: int, good: bool) -> list[Call]:
    """Questions of customers; bad answers are refusals, or wrong where the right one is known."""
    texts = TEXTS["checkout"]
    calls = []
    for number in range(count):
        question = texts["questions"][number % len(texts["questions"])]
        model = "gpt-4.1-mini" if random.random() < 0.25 else "gpt-4o-mini"
        # A bad patch is not bad throughout: one answer in seven is still right.
        right = good or number % 7 == 6
        text = question["good"] if right else question.get("bad") or random.choice(texts["refusals"])
        latency = random.randint(40, 200) if right else random.randint(20, 90)
        calls.append(Call(
            application="checkout-assistant", model=model, system=texts["system"],
            question=question["ask"], user=f"customer-{random.randint(1, 12):02d}",
            conversation=f"chat-{random.randint(1000, 9999)}", stream=random.random() < 0.5,
            reference=question.get("reference"),
            answer={"text": text, "latency_ms": latency, "first_token_ms": latency // 3}))
    return calls


def invoices(random: random.Random, count: int, good: bool) -> list[Call]:
    """Invoices to be read into JSON; bad ones are cut off or have the wrong types."""
    texts = TEXTS["invoices"]
    calls = []
    for number in range(count):
        invoice = _invoice(random, texts)
        right = good or number % 7 == 6
        text, finish = json.dumps(invoice, ensure_ascii=False), "stop"
        if not right and number % 2 == 0:
            text, finish = text[: random.randint(len(text) // 3, 2 * len(text) // 3)], "length"
        elif not right:
            text = json.dumps(_with_wrong_types(random, invoice), ensure_ascii=False)
        model = "o4-mini" if random.random() < 0.25 else "gpt-4.1"
        usage = {"cached_tokens": 128, "reasoning_tokens": 192} if model == "o4-mini" else {"cached_tokens": 128}
        prompt = random.randint(380, 620)
        usage |= {"prompt_tokens": prompt, "completion_tokens": len(text) // 4 + usage.get("reasoning_tokens", 0)}
        latency = random.randint(120, 400)
        calls.append(Call(
            application="invoice-extractor", model=model, system=texts["system"],
            question=_document(invoice), user="accounting", conversation=f"inbox-{invoice['number']}",
            stream=number % 4 == 0, as_json=True,
            answer={"text": text, "finish_reason": finish, "usage": usage, "latency_ms": latency,
                    "first_token_ms": latency // 2}))
    return calls


def _invoice(random: random.Random, texts: dict) -> dict:
    lines = [
        {"description": random.choice(texts["goods"]), "quantity": random.randint(1, 12),
         "amount": random.randint(500, 90_000) / 100}
        for _ in range(random.randint(1, 3))
    ]
    return {
        "number": f"INV-{random.randint(10_000, 99_999)}",
        "vendor": random.choice(texts["vendors"]),
        "date": f"2026-{random.randint(1, 9):02d}-{random.randint(1, 28):02d}",
        "currency": random.choice(["EUR", "USD", "SEK"]),
        "lines": lines,
        "total": round(sum(line["amount"] for line in lines), 2),
    }


def _with_wrong_types(random: random.Random, invoice: dict) -> dict:
    wrong = dict(invoice)
    fault = random.randrange(3)
    if fault == 0:
        wrong["total"] = f"{invoice['total']} {invoice['currency']}"
    elif fault == 1:
        wrong["lines"] = "; ".join(line["description"] for line in invoice["lines"])
    else:
        wrong["invoice_number"] = wrong.pop("number")
    return wrong


def _document(invoice: dict) -> str:
    rows = [f"{line['quantity']} x {line['description']}: {line['amount']:.2f}" for line in invoice["lines"]]
    return "\n".join([
        f"{invoice['vendor']}", f"Invoice {invoice['number']} of {invoice['date']}", *rows,
        f"Total {invoice['total']:.2f} {invoice['currency']}"])
