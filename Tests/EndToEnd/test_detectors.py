"""Alerts that keep an account of their own: sequential tests, and error budgets that burn."""

from assay_service import until
from loop import ROUTE, firing, share
from metrics_text import total
from spans import span


def config(when: dict, mode: str = "enforce") -> dict:
    return {
        "sampling": {"default": "100%"},
        "alerts": {
            "failing": {
                "when": {"signal": "error_ratio", **when},
                "by": ["route", "model"],
                "then": {"throttle": {"floor": "5%", "step_at_least": "1s"}, "mode": mode},
            },
            "habits": {"when": {"signal": "spend_anomaly"}, "by": ["user"],
                       "then": {"throttle": {"cap": "usual_rate"}}},
        },
    }


SEQUENTIAL = {"baseline": "objective", "objective": "95%", "smallest_shift": "2%", "false_alarm_every": "30d"}


def alerts(service, name: str = "failing") -> list[dict]:
    return [change for change in service.get("/api/alerts", limit=1000)["alerts"] if change["alert"] == name]


def test_a_shift_above_an_objective_throttles_with_its_evidence(start_service):
    service = start_service(config(SEQUENTIAL))
    service.send(*[span("fine") for _ in range(100)])
    until(lambda: total(service.metrics(), "assay_calls_total") == 100, what="the calls")
    assert firing(service) == []
    service.send(*[span(None, error="timeout") for _ in range(60)])
    until(lambda: share(service) < 1, what="the throttle")
    change = next(change for change in alerts(service) if change["state"] == "firing" and ROUTE in change["scope"])
    assert abs(change["baseline"] - 0.05) < 1e-9 and change["threshold"] > 0.0499
    assert "30 d" in change["explanation"]
    assert change["value"] > 0.05
    # The rule's calls as a whole have shifted too: people are told, and nobody is throttled for the others.
    assert ("failing", "*") in firing(service)
    assert [one["scope"] for one in service.get("/api/throttles")["throttles"]] == [change["scope"]]
    # It is known as such after a restart, and the evidence that led to it does not fire it again.
    service.stop()
    service.start()
    assert share(service) < 1
    assert len([change for change in alerts(service) if change["state"] == "firing" and ROUTE in change["scope"]]) == 1


def test_a_budget_that_burns_too_fast_fires(start_service):
    service = start_service(config({"objective": "99%"}))
    service.send(*[span("fine") for _ in range(100)], *[span(None, error="timeout") for _ in range(40)])
    until(lambda: share(service) < 1, what="the throttle")
    change = next(change for change in alerts(service) if change["state"] == "firing")
    assert change["value"] > 1 and change["threshold"] == 1
    assert change["samples"] == 140


def test_too_little_says_nothing(start_service):
    service = start_service(config({"objective": "99%"}))
    service.send(*[span(None, error="timeout") for _ in range(30)])
    until(lambda: total(service.metrics(), "assay_calls_total") == 30, what="the calls")
    assert alerts(service) == []


def test_a_person_takes_a_new_level_as_usual(start_service):
    service = start_service(config(SEQUENTIAL, mode="shadow"))

    def accept(**body):
        return service.session.post(f"{service.url}/api/alerts/accept", json=body, timeout=10)

    service.send(*[span("fine") for _ in range(20)])
    until(lambda: total(service.metrics(), "assay_calls_total") == 20, what="the calls")
    service.send(*[span(None, error="timeout") for _ in range(60)])
    until(lambda: ("failing", "*") in firing(service), what="the alert")
    assert accept(alert="failing", scope="route=nowhere", by="ada").status_code == 404
    assert accept(alert="failing", scope="route", by="ada").status_code == 400
    assert accept(alert="failing", scope="*").status_code == 400
    assert accept(alert="failing", scope="*", by="ada").status_code == 200
    until(lambda: ("failing", "*") not in firing(service), what="its end")
    assert [entry["actor"] for entry in service.get("/api/audit")["audit"] if entry["action"] == "accept"] == ["ada"]
