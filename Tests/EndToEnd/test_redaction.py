"""What is masked is nowhere: not in the journal, the index, the API, or what evaluators see."""

from assay_service import until
from metrics_text import total
from spans import span


def test_what_is_masked_is_nowhere_on_disk(start_service):
    service = start_service({
        "content": {"redact": ["email", "api_key", {"pattern": "CUST-[0-9]{8}"}]},
        "sampling": {"default": "100%"},
        "evaluators": {"no-address": {"plugin": "regex", "must_not_match": "example\\.com", "sample": "100%"}},
    })
    service.send(span("Write to john.doe@example.com, customer CUST-12345678.", question="My key is sk-ant-api03-"
                      + "abcdefghijklmnopqrstuvwxyz0123456789", attributes={"note": "see jane@example.com"}))
    until(lambda: total(service.metrics(), "assay_evaluations_total", verdict="pass") == 1, what="the verdict")
    until(lambda: service.get("/api/calls")["calls"], what="the call in the index")
    call = service.get(f"/api/calls/{service.get('/api/calls')['calls'][0]['id']}")
    assert call["output"] == f"Write to {'*' * 20}, customer {'*' * 13}."
    assert call["input"].startswith("My key is ***") and call["attributes"]["note"] == "see " + "*" * 16
    assert total(service.metrics(), "assay_redactions_total", rule="email") >= 2
    assert service.stop() == 0
    kept = b"".join(file.read_bytes() for file in service.folder.rglob("*") if file.is_file()
                    and file.name != "assay.yaml")
    for secret in (b"john.doe@", b"CUST-12345678", b"sk-ant-api03", b"jane@example"):
        assert secret not in kept, secret


def test_a_request_that_cannot_be_read_is_not_kept(start_service):
    service = start_service({"content": {"redact": ["email"]}})
    assert service.export(b"\x0a\xffjohn@example.com").status_code == 400
