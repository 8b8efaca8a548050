"""A changed configuration is taken while calls go on: by SIGHUP, and by POST /api/reload."""

import signal
import threading

import yaml
from assay_service import Service, until
from metrics_text import total
from spans import span


def config(pattern: str, name: str = "wording") -> dict:
    return {
        "sampling": {"default": "100%"},
        "evaluators": {name: {"plugin": "regex", "must_not_match": pattern, "sample": "100%"}},
    }


def rewrite(service: Service, changes: dict) -> None:
    written = yaml.safe_load(service.config_file.read_text(encoding="utf-8"))
    service.config_file.write_text(yaml.safe_dump({**written, **changes}, sort_keys=False), encoding="utf-8")


def failed(service: Service, evaluator: str) -> float:
    return total(service.metrics(), "assay_evaluations_total", evaluator=evaluator, verdict="fail")


def test_a_signal_takes_a_new_evaluator(start_service):
    service = start_service(config("badger"))
    service.send(span("a badger"))
    until(lambda: failed(service, "wording") == 1, what="the first verdict")
    rewrite(service, config("otter", name="animals"))
    service.process.send_signal(signal.SIGHUP)
    until(lambda: "reloaded" in service.log(), what="the line in the log")
    service.send(span("a badger"), span("an otter"))
    until(lambda: failed(service, "animals") == 1, what="the new evaluator's verdict")
    assert failed(service, "wording") == 1
    assert total(service.metrics(), "assay_calls_total") == 3


def test_errors_leave_the_configuration_of_before(start_service):
    service = start_service(config("badger"))
    rewrite(service, {"evaluators": {"wording": {"plugin": "regex", "must_not_match": "(", "colour": "red"}}})
    answer = service.session.post(f"{service.url}/api/reload")
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "invalid_configuration"
    assert any("evaluators.wording.colour" in problem and "assay.yaml:" in problem for problem in error["problems"])
    service.send(span("a badger"))
    until(lambda: failed(service, "wording") == 1, what="the verdict of the evaluator of before")


def test_what_waits_for_the_next_start_is_said(start_service):
    service = start_service(config("badger"))
    rewrite(service, {"storage": {"path": str(service.folder / "other.db")}})
    answer = service.session.post(f"{service.url}/api/reload")
    assert answer.status_code == 200, answer.text
    assert any("storage.path" in warning for warning in answer.json()["warnings"])
    assert service.session.get(f"{service.url}/api/reload").status_code == 405


def test_no_call_is_lost_while_reloading(start_service):
    service = start_service(config("badger"))
    over = threading.Event()
    answers = []

    def reload() -> None:
        while not over.is_set():
            answers.append(service.session.post(f"{service.url}/api/reload").status_code)

    thread = threading.Thread(target=reload)
    thread.start()
    for _ in range(50):
        service.send(*[span("a badger") for _ in range(20)])
    over.set()
    thread.join()
    assert answers and set(answers) == {200}
    until(lambda: failed(service, "wording") == 1000, what="a verdict on every call")
    assert total(service.metrics(), "assay_calls_total") == 1000


def test_an_exporter_moves(start_service):
    service = start_service(config("badger"))
    rewrite(service, {"exporters": {"prom": {"plugin": "prometheus", "path": "/prometheus"}}})
    assert service.session.post(f"{service.url}/api/reload").status_code == 200
    assert service.session.get(f"{service.url}/metrics").status_code == 404
    assert "assay_build_info" in service.session.get(f"{service.url}/prometheus").text
    assert service.session.post(f"{service.url}/prometheus").status_code == 405
