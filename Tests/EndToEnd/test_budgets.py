"""Budgets and limits: what was spent has a say, also after a restart."""

import pytest
from assay_service import until
from metrics_text import total
from spans import span

ASKED = {"route": "checkout", "provider": "openai", "model": "gpt-4o-mini", "user": "ann"}


def config(**sections) -> dict:
    return {"evaluators": {}, "alerts": {}, **sections}


def spend(service, user: str = "ann", calls: int = 1) -> None:
    """Each call of a million tokens in costs 15 cents."""
    before = total(service.metrics(), "assay_calls_total")
    service.send(*[span(input_tokens=1_000_000, output_tokens=0, attributes={"user.id": user}) for _ in range(calls)])
    until(lambda: total(service.metrics(), "assay_calls_total") == before + calls, what="the calls to be counted")


@pytest.mark.parametrize("restart", ["stop", "kill"])
def test_a_budget_denies_when_it_is_used_up_and_after_a_restart(start_service, restart):
    service = start_service(config(budgets={"per-user": {"limit": "$0.20/day", "by": ["user"], "warn": ["50%"]}}))
    spend(service)
    assert service.admission(**ASKED)["decision"] == "admit"
    spend(service)
    denied = service.admission(**ASKED)
    assert denied["decision"] == "deny" and "per-user" in denied["reason"] and denied["retry_after_s"] > 0
    assert service.admission(**{**ASKED, "user": "bob"})["decision"] == "admit"
    assert total(service.metrics(), "assay_budget_used_ratio", budget="per-user") == pytest.approx(1.5)
    assert total(service.metrics(), "assay_budget_remaining_dollars", budget="per-user") == 0
    actions = [line["action"] for line in service.get("/api/audit")["audit"] if line["subject"] == "budget"]
    assert "warn" in actions and "exceed" in actions
    getattr(service, restart)()
    service.start()
    assert service.admission(**ASKED)["decision"] == "deny"
    assert total(service.metrics(), "assay_admissions_total", decision="deny", reason="budget") == 1


def test_a_budget_degrades_to_another_model(start_service):
    service = start_service(config(
        budgets={"all": {"limit": "$0.10/day", "then": {"degrade": "gpt-4.1-nano"}}}))
    spend(service)
    degraded = service.admission(**ASKED)
    assert degraded["decision"] == "degrade" and degraded["model"] == "gpt-4.1-nano"
    assert service.admission(**{**ASKED, "model": "gpt-4.1-nano"})["decision"] == "admit"


def test_a_model_without_a_price_is_denied_with_the_key_to_change(start_service):
    service = start_service(config(budgets={"all": {"limit": "$5/day"}}))
    denied = service.admission(**{**ASKED, "model": "made-up-model"})
    assert denied["decision"] == "deny" and "budgets.all.unpriced" in denied["reason"]


def test_limits_on_requests_and_tokens(start_service):
    service = start_service(config(limits={
        "rate": {"limit": "3 requests/m", "by": ["user"]}, "tokens": {"limit": "100k tokens/h", "by": ["user"]}}))
    decisions = [service.admission(**ASKED, id=str(number))["decision"] for number in range(5)]
    assert decisions == ["admit"] * 3 + ["reject"] * 2
    assert service.admission(**{**ASKED, "user": "bob"}, input_tokens=90_000)["decision"] == "admit"
    rejected = service.admission(**{**ASKED, "user": "bob"}, input_tokens=20_000)
    assert rejected["decision"] == "reject" and "tokens" in rejected["reason"]


def test_a_person_overrides_a_budget_only_by_saying_so(start_service):
    service = start_service(config(budgets={"all": {"limit": "$0.10/day"}}))
    spend(service)
    override = {"admit": 1, "for": "10m", "by": "ann", "reason": "demo"}
    url = f"{service.url}/api/throttles/route%3Dcheckout"
    assert service.session.put(url, json=override).status_code == 200
    assert service.admission(**ASKED)["decision"] == "deny"
    assert service.session.put(url, json={**override, "beats_budgets": True}).status_code == 200
    assert service.admission(**ASKED)["decision"] == "admit"


def test_spend_is_summed_up_by_whatever_names_it(start_service):
    service = start_service(config(budgets={"all": {"limit": "$5/day"}}))
    spend(service, "ann", 3)
    spend(service, "bob", 1)
    until(lambda: sum(row["calls"] for row in service.get("/api/spend")["rows"]) == 4, what="the sums on disk")
    rows = service.get("/api/spend", by="user")["rows"]
    assert [(row["names"]["user"], row["calls"], row["cost_nanodollars"]) for row in rows] == [
        ("ann", 3, 450_000_000), ("bob", 1, 150_000_000)]
    folded = service.get("/api/spend", by="user", limit=1)["rows"]
    assert [row["other"] for row in folded] == [False, True] and folded[1]["calls"] == 1
    by_step = service.get("/api/spend", by="user", step="1h", scope="user=ann")["rows"]
    assert sum(row["cost_nanodollars"] for row in by_step) == 450_000_000
    assert service.get("/api/spend")["budgets"][0]["used_nanodollars"] == 600_000_000
    assert service.session.get(f"{service.url}/api/spend", params={"by": "colour"}).status_code == 400


def test_a_new_budget_begins_with_what_was_spent(start_service):
    import yaml
    service = start_service(config())
    spend(service)
    written = yaml.safe_load(service.config_file.read_text(encoding="utf-8"))
    written["budgets"] = {"all": {"limit": "$0.10/day"}}
    service.config_file.write_text(yaml.safe_dump(written), encoding="utf-8")
    assert service.session.post(f"{service.url}/api/reload").status_code == 200
    assert service.admission(**ASKED)["decision"] == "deny"
