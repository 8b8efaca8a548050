"""The loop on latency: slow answers raise an alert, quick ones of probes release it."""

import time

from assay_service import until
from loop import MODEL, ROUTE, SCOPE, ask, audit, firing, recover, share
from metrics_text import total
from spans import MILLISECOND, span

CONFIG = {
    "alerts": {
        "slow": {
            "when": {"signal": "latency", "quantile": 0.9, "above": "100ms", "window": "10s", "min_samples": 20,
                     "for": "0s"},
            "by": ["route", "model"],
            "then": {"throttle": {"floor": "10%", "step_at_least": "1s"}, "mode": "enforce"},
        },
    },
}


def answers(count: int, milliseconds: int) -> list:
    return [span(duration=milliseconds * MILLISECOND) for _ in range(count)]


def test_a_tenth_of_slow_answers_is_tolerated(start_service):
    service = start_service(CONFIG)
    service.send(*answers(95, 50), *answers(5, 2000))
    until(lambda: total(service.metrics(), "assay_calls_total") == 100, what="the calls")
    time.sleep(1)
    assert (share(service), firing(service), audit(service)) == (1, [], [])


def test_slow_answers_throttle_and_quick_ones_release(start_service):
    service = start_service(CONFIG)
    service.send(*answers(20, 50))
    service.send(*answers(80, 400))
    cut = until(lambda: (now := share(service)) < 1 and now, what="a cut")
    assert firing(service) == [("slow", SCOPE)]
    change = next(change for change in service.get("/api/alerts")["alerts"] if change["state"] == "firing")
    assert change["signal"] == "latency" and change["threshold"] == 0.1 and change["samples"] == 100
    # Exponential buckets: at most 1.1 % off, either way.
    assert abs(change["value"] - 0.4) < 0.4 * 0.015
    assert total(service.metrics(), "assay_throttle_admit_ratio", route=ROUTE, model=MODEL) == cut
    assert {ask(service)["decision"] for _ in range(200)} == {"admit", "reject"}

    shares = recover(service)
    assert shares == sorted(shares)
    until(lambda: not firing(service), what="the end of the alert")
    entries = audit(service)
    assert entries[0]["action"] == "cut" and entries[-1]["action"] == "release"
    assert {entry["actor"] for entry in entries} == {"slow"}
    assert {ask(service)["decision"] for _ in range(50)} == {"admit"}
