"""The document at /openapi.json says what is there, and all of it."""

import re

import pytest
from assay_service import ROOT
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from spans import span


@pytest.fixture(scope="module")
def service(start_shared_service):
    service = start_shared_service({
        "sampling": {"default": "100%"},
        "evaluators": {"no-badger": {"plugin": "regex", "must_not_match": "badger", "sample": "100%"}},
    })
    service.send(span("a badger"), span(None, error="timeout"))
    return service


@pytest.fixture(scope="module")
def document(service):
    return service.get("/openapi.json")


def test_it_is_valid(document):
    validate(document)
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids))


def test_it_names_every_path_that_the_service_has(document):
    """By the source: a path that nobody wrote down cannot be asked for."""
    registered = set()
    for file in (ROOT / "Sources/Service/routes").glob("*.swift"):
        for path in re.findall(r'endpoint\(\s*"([^"]+)"', file.read_text(encoding="utf-8")):
            registered.add(re.sub(r":(\w+)", r"{\1}", path))
    # An exporter's path is not fixed.
    assert registered == set(document["paths"]) - {"/metrics"}


def test_the_service_has_every_method_that_it_names(service, document):
    for path, operations in document["paths"].items():
        url = service.url + path.replace("{id}", "1").replace("{scope}", "route%3Dx")
        for method in operations:
            # One of them is a stream that does not end.
            with service.session.request(method, url, data=b"", timeout=30, stream=True) as answer:
                pass
            assert answer.status_code != 405, (method, path)
            assert answer.status_code != 404 or "{" in path, (method, path)
            assert str(answer.status_code) in operations[method]["responses"], (method, path, answer.status_code)
        assert service.session.request("PATCH", url).status_code == 405, path


@pytest.mark.parametrize(("path", "name"), [
    ("/api/calls", "/api/calls"), ("/api/calls/1", "/api/calls/{id}"), ("/api/evaluations", "/api/evaluations"),
    ("/api/throttles", "/api/throttles"), ("/api/alerts", "/api/alerts"), ("/api/audit", "/api/audit"),
])
def test_answers_have_the_shape_that_it_states(service, document, path, name):
    schema = document["paths"][name]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**schema, "components": document["components"]}).validate(service.get(path))


def test_an_admission_has_the_shape_that_it_states(service, document):
    schema = document["components"]["schemas"]["Admission"]
    Draft202012Validator(schema).validate(service.admission(route="checkout", model="gpt-4o"))
