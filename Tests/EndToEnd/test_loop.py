"""The loop: bad answers raise an alert, the alert throttles, good answers of probes release it."""

import itertools
import time
from collections import Counter

import pytest

from assay_service import Service, until
from loop import MODEL, REFUSAL, ROUTE, SCOPE, ask, audit, drive_until_cut, firing, loop_config, recover, share, warm_up
from metrics_text import total
from spans import MILLISECOND, SECOND, request, span


@pytest.fixture
def enforced(start_service):
    return start_service(loop_config())


def test_nothing_is_throttled_while_answers_are_good(enforced):
    warm_up(enforced, 100)
    until(lambda: total(enforced.metrics(), "assay_evaluations_total", verdict="pass") >= 100, what="100 verdicts")
    assert share(enforced) == 1
    answer = ask(enforced)
    assert (answer["decision"], answer["throttles"]) == ("admit", [])
    assert answer["reason"]
    assert audit(enforced) == []


def test_the_first_refusal_comes_soon_after_the_verdict(enforced, record_property):
    """From the moment before the batch that tips the alert is sent: an upper bound."""
    service = enforced
    warm_up(service, 10)
    until(lambda: total(service.metrics(), "assay_evaluations_total") >= 10, what="10 verdicts")
    body = request([span(REFUSAL) for _ in range(40)])
    begun = time.monotonic()
    assert service.export(body).status_code == 200
    while ask(service)["decision"] == "admit":
        assert time.monotonic() - begun < 10, "no admission was refused"
    record_property("milliseconds", round((time.monotonic() - begun) * 1000))


def test_the_loop_closes_and_opens_again(enforced):
    service = enforced
    stated = drive_until_cut(service)

    assert firing(service) == [("refusals", SCOPE)]
    assert total(service.metrics(), "assay_alert_firing", alert="refusals") == 1
    assert total(service.metrics(), "assay_throttle_admit_ratio", route=ROUTE, model=MODEL) == stated

    # The share that is admitted is the share that is stated; nobody's answers move it meanwhile.
    count = 1000
    admitted = sum(ask(service)["decision"] == "admit" for _ in range(count))
    assert share(service) == stated
    assert abs(admitted / count - stated) < 4.5 * (stated * (1 - stated) / count) ** 0.5
    rejected = total(service.metrics(), "assay_admissions_total", decision="reject", reason="throttle")
    assert rejected == count - admitted

    shares = recover(service)
    assert shares == sorted(shares), f"a raise that was no raise: {shares}"
    assert len(shares) > 2, f"released at once, not step by step: {shares}"
    assert {ask(service)["decision"] for _ in range(50)} == {"admit"}
    until(lambda: not firing(service), what="the end of the alert")
    until(lambda: total(service.metrics(), "assay_alert_firing", alert="refusals") == 0, what="its end in the metrics")
    _check_audit(service, shares)


def _check_audit(service: Service, shares: list[float]) -> None:
    """Each step once: a cut, raises, a release, each from where the last one ended."""
    entries = audit(service)
    actions = [entry["action"] for entry in entries]
    assert actions[0] == "cut" and actions[-1] == "release", actions
    assert Counter(actions)["release"] == 1
    assert set(actions) <= {"cut", "raise", "hold", "release"}, actions
    assert entries[0]["from"] == 1 and entries[-1]["to"] == 1
    for before, after in itertools.pairwise(entries):
        assert after["from"] == before["to"], (before, after)
    for entry in entries:
        assert entry["scope"] == SCOPE and entry["actor"] == "refusals" and entry["enforcement"] == "enforce"
        assert entry["evidence"]
    assert set(shares) <= {entry["to"] for entry in entries} | {1}


def test_a_retry_keeps_its_fate(enforced):
    drive_until_cut(enforced)
    first = fates(enforced)
    assert len(set(first.values())) == 2
    for _ in range(3):
        assert changed(first, fates(enforced)) <= LOTS_DRAWN_ANEW


def test_a_conversation_keeps_its_fate(enforced):
    """Whatever the ids of its calls."""
    drive_until_cut(enforced)
    first = fates(enforced, "conversation")
    assert len(set(first.values())) == 2
    assert changed(first, fates(enforced, "conversation")) <= LOTS_DRAWN_ANEW


# A caller's lot is drawn anew every ten minutes, each at its own time: of 200, one in three
# seconds, and then it may fall the same way. Lots for each attempt would change some 80.
LOTS_DRAWN_ANEW = 6


def fates(service: Service, by: str = "id") -> dict[str, str]:
    return {name: ask(service, **{by: name})["decision"] for name in (f"caller-{number}" for number in range(200))}


def changed(first: dict, second: dict) -> int:
    return sum(first[name] != second[name] for name in first)


def test_a_refusal_says_why_and_when_to_come_back(enforced):
    drive_until_cut(enforced)
    refused = until(lambda: (answer := ask(enforced))["decision"] == "reject" and answer, what="a refusal")
    assert "refusals" in refused["throttles"]
    assert "refusals" in refused["reason"]
    assert refused["retry_after_s"] >= 1


def test_others_are_left_alone(enforced):
    drive_until_cut(enforced)
    for other in ({"model": "gpt-4.1"}, {"route": "invoice-extractor"}, {"route": None, "model": None}):
        assert {ask(enforced, **other)["decision"] for _ in range(30)} == {"admit"}


def test_shadow_refuses_nobody(start_service):
    service = start_service(loop_config("shadow"))
    warm_up(service)
    service.send(*[span(REFUSAL) for _ in range(40)])
    until(lambda: audit(service), what="a cut in shadow")
    for _ in range(200):
        answer = ask(service)
        assert answer["decision"] == "admit"
    assert any(ask(service)["throttles"] == ["refusals"] for _ in range(50))
    assert audit(service)[0]["enforcement"] == "shadow"
    assert total(service.metrics(), "assay_admissions_total", decision="reject") == 0


def test_too_few_samples_are_no_alert(start_service):
    service = start_service(loop_config(min_samples=50))
    service.send(*[span(REFUSAL) for _ in range(40)])
    until(lambda: total(service.metrics(), "assay_evaluations_total", verdict="fail") >= 40, what="verdicts")
    time.sleep(1)
    assert share(service) == 1


def test_an_alert_waits_for_its_time(start_service):
    service = start_service(loop_config(**{"for": "1s"}))
    service.send(*[span(REFUSAL) for _ in range(40)])
    changes = until(
        lambda: len(found := service.get("/api/alerts")["alerts"][::-1]) >= 2 and found, what="two changes")
    assert [(change["from"], change["state"]) for change in changes] == [
        ("inactive", "pending"), ("pending", "firing")]
    assert SECOND <= changes[1]["at_ns"] - changes[0]["at_ns"] < 3 * SECOND
    assert changes[1]["value"] == 1 and changes[1]["samples"] == 40 and changes[1]["threshold"] == 0.2
    assert changes[1]["at_ns"] <= audit(service)[0]["at_ns"]


def test_time_alone_releases_nothing(enforced):
    """The window has long forgotten the refusals; with no answer judged nothing shows that it is over."""
    drive_until_cut(enforced)
    time.sleep(12)
    assert share(enforced) < 1
    assert "release" not in {entry["action"] for entry in audit(enforced)}
    assert "reject" in {ask(enforced)["decision"] for _ in range(60)}


def test_bad_probes_cut_down_to_the_floor_and_no_further(enforced):
    assert drive_until_cut(enforced, to=0.1) == 0.1
    for _ in range(10):
        enforced.send(*[span(REFUSAL, duration=MILLISECOND) for _ in range(20)])
        time.sleep(0.2)
    assert share(enforced) == 0.1
    assert {ask(enforced)["decision"] for _ in range(200)} == {"admit", "reject"}
    assert {entry["action"] for entry in audit(enforced)} <= {"cut", "hold"}


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_restart_keeps_the_throttle(enforced, end):
    service = enforced
    stated = drive_until_cut(service)
    before = fates(service)
    getattr(service, end)()
    service.start()
    assert share(service) == stated
    assert changed(before, fates(service)) <= LOTS_DRAWN_ANEW
    recover(service)
    entries = audit(service)
    assert [entry["action"] for entry in entries].count("release") == 1
    for before, after in itertools.pairwise(entries):
        assert after["from"] == before["to"]
