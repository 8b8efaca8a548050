"""The loop as tests drive it: a configuration with windows of seconds, and its two kinds of traffic."""

import itertools
import time

from assay_service import Service, until
from metrics_text import total
from spans import MILLISECOND, span


def loop_config(mode: str = "enforce", **changes) -> dict:
    """An alert on refusals by route and model that throttles; `changes` replace its `when` keys."""
    return {
        "sampling": {"default": "100%"},
        "evaluators": {
            "no-refusal": {"plugin": "regex", "must_not_match": "(?i)as an ai (language )?model", "sample": "100%"},
        },
        "alerts": {
            "refusals": {
                "when": {"signal": "fail_ratio", "evaluator": "no-refusal", "above": "20%", "window": "10s",
                         "min_samples": 10, "for": "0s", **changes},
                "by": ["route", "model"],
                "then": {"throttle": {"floor": "10%", "step_at_least": "1s"}, "mode": mode},
            },
        },
    }


REFUSAL = "As an AI language model, I cannot help with that."
GOOD = "Your parcel arrives on Thursday."
ROUTE = "checkout-assistant"
MODEL = "gpt-4o-mini"
SCOPE = f"model={MODEL},route={ROUTE}"
ASKED = {"route": ROUTE, "provider": "openai", "model": MODEL}
_ids = itertools.count()


def ask(service: Service, id: str | None = None, **other) -> dict:
    return service.admission(**{**ASKED, **other, "id": id or f"call-{next(_ids)}"})


def throttle(service: Service, scope: str = SCOPE) -> dict | None:
    throttles = service.get("/api/throttles")["throttles"]
    return next((one for one in throttles if one["scope"] == scope), None)


def share(service: Service) -> float:
    """The admitted share of the tested scope: 1 where nothing throttles it."""
    found = throttle(service)
    return found["admit"] if found else 1.0


def audit(service: Service, subject: str = "throttle") -> list[dict]:
    """Oldest first, as the service lists them newest first."""
    return [entry for entry in service.get("/api/audit", limit=1000)["audit"][::-1] if entry["subject"] == subject]


def firing(service: Service) -> list[tuple[str, str]]:
    """Alert and scope of what fires now: `/api/alerts` lists changes, the newest first."""
    states: dict[tuple[str, str], str] = {}
    for change in service.get("/api/alerts", limit=1000)["alerts"]:
        states.setdefault((change["alert"], change["scope"]), change["state"])
    return [which for which, state in states.items() if state == "firing"]


def warm_up(service: Service, count: int = 20) -> None:
    service.send(*[span(GOOD) for _ in range(count)])


def drive_until_cut(service: Service, to: float = 0.5) -> float:
    """Refusals until at most a share of `to` is admitted, and all of them are judged; the share."""
    warm_up(service)
    sent = 20
    deadline = time.monotonic() + 30
    while share(service) > to:
        assert time.monotonic() < deadline, f"never cut to {to}: {audit(service)}"
        service.send(*[span(REFUSAL, duration=MILLISECOND) for _ in range(20)])
        sent += 20
        time.sleep(0.2)
    until(lambda: total(service.metrics(), "assay_evaluations_total") >= sent, what=f"{sent} verdicts")
    return share(service)


def recover(service: Service, timeout: float = 90) -> list[float]:
    """Good answers to whatever is admitted, until nothing throttles; the shares on the way."""
    shares = [share(service)]
    deadline = time.monotonic() + timeout
    while shares[-1] < 1:
        assert time.monotonic() < deadline, f"not released in {timeout} s: {shares}; {audit(service)}"
        admitted = sum(ask(service)["decision"] == "admit" for _ in range(20))
        if admitted:
            service.send(*[span(GOOD, duration=MILLISECOND) for _ in range(admitted)])
        time.sleep(0.05)
        now = share(service)
        if now != shares[-1]:
            shares.append(now)
    return shares
