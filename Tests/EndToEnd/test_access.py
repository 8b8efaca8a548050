"""Keys and certificates: who may come in, and what for."""

import base64
import json
import shutil
import subprocess

import pytest
import requests
from assay_service import BINARY, ROOT, until
from spans import request, span


def assay(service, *arguments: str) -> str:
    done = subprocess.run(
        [BINARY, *arguments, "--config", service.config_file], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def new_key(service, name: str, *roles: str) -> str:
    asked = [part for role in roles for part in ("--role", role)]
    made = assay(service, "key", "new", "--name", name, *asked)
    return next(word for word in made.split() if word.startswith("assay_"))


def bearer(key: str) -> dict:
    return {"authorization": f"Bearer {key}"}


@pytest.fixture
def service(start_service, tmp_path):
    service = start_service({"access": {"keys": str(tmp_path / "keys.json")}})
    return service


def test_without_keys_loopback_asks_for_none(service):
    assert service.session.get(f"{service.url}/api/calls", headers=bearer("sk-of-something-else")).status_code == 200


def test_each_role_opens_what_is_its_own(service):
    keys = {role: new_key(service, role, role) for role in ("ingest", "scrape", "read", "operate", "gateway")}
    until(lambda: requests.get(f"{service.url}/metrics", headers=bearer(keys["gateway"])).status_code == 403,
          what="the last key to be known")
    body = request([span()])
    asks = {
        "ingest": ("POST", "/v1/traces"), "scrape": ("GET", "/metrics"), "read": ("GET", "/api/calls"),
        "operate": ("POST", "/api/reload"), "gateway": ("POST", "/api/admission"),
    }
    for wanted, (method, path) in asks.items():
        data = body if wanted == "ingest" else b'{"route": "a"}'
        headers = {"content-type": "application/x-protobuf"} if wanted == "ingest" else {}
        assert requests.request(method, service.url + path, data=data, headers=headers).status_code == 401
        for role, key in keys.items():
            status = requests.request(method, service.url + path, data=data, headers=headers | bearer(key)).status_code
            allowed = role == wanted or (wanted == "read" and role == "operate")
            assert status == (200 if allowed else 403), (role, path, status)
    for path in ("/healthz", "/readyz"):
        assert requests.get(service.url + path).status_code == 200


def test_a_key_may_come_as_prometheus_and_curl_send_it(service):
    key = new_key(service, "prometheus", "scrape")
    until(lambda: requests.get(f"{service.url}/metrics").status_code == 401, what="the key to be known")
    assert requests.get(f"{service.url}/metrics", auth=("prometheus", key)).status_code == 200
    assert requests.get(f"{service.url}/metrics", headers={"x-api-key": key}).status_code == 200
    refused = requests.get(f"{service.url}/metrics", headers=bearer(key[:-1] + ("a" if key[-1] != "a" else "b")))
    assert refused.status_code == 401 and "www-authenticate" in refused.headers
    assert key not in service.log()


def test_a_revoked_key_is_refused_without_a_new_start(service):
    key = new_key(service, "short-lived", "read")
    other = new_key(service, "stays", "read")
    until(lambda: requests.get(f"{service.url}/api/calls", headers=bearer(key)).status_code == 200, what="the key")
    listed = json.loads(assay(service, "key", "list", "--json").splitlines()[0])
    assert listed["name"] == "short-lived"
    assay(service, "key", "revoke", listed["id"])
    until(lambda: requests.get(f"{service.url}/api/calls", headers=bearer(key)).status_code == 401, what="the refusal")
    assert requests.get(f"{service.url}/api/calls", headers=bearer(other)).status_code == 200


def test_an_otlp_sender_is_told_in_its_encoding(service):
    new_key(service, "somebody", "read")
    until(lambda: requests.get(f"{service.url}/api/calls").status_code == 401, what="the key to be known")
    answer = service.export(request([span()]))
    assert answer.status_code == 401 and answer.headers["content-type"] == "application/x-protobuf"
    answer = service.export(b"{}", content_type="application/json")
    assert answer.status_code == 401 and "message" in answer.json()


def test_a_page_of_another_site_changes_nothing(service):
    answer = service.session.post(f"{service.url}/api/reload", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and answer.json()["error"]["code"] == "cross_site"


# Certificates


def openssl(folder, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture
def certificates(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl here")
    folder = tmp_path / "certificates"
    folder.mkdir()
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
            "-subj", "/CN=authority", "-days", "2")
    for name in ("server", "client"):
        openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                "-subj", f"/CN={name}")
        (folder / f"{name}.ext").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
        openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                "-out", f"{name}.pem", "-days", "2", "-extfile", f"{name}.ext")
    return folder


def test_tls_and_client_certificates(start_service, certificates):
    tls = {"certificate": str(certificates / "server.pem"), "key": str(certificates / "server.key"),
           "client_ca": str(certificates / "ca.pem")}
    trusted = str(certificates / "ca.pem")
    shown = {"cert": (str(certificates / "client.pem"), str(certificates / "client.key")), "verify": trusted}
    keys = str(certificates / "keys.json")
    service = start_service({"listen": {"tls": tls}, "access": {"keys": keys, "mtls": ["read"]}}, **shown)
    assert requests.get(f"{service.url}/api/calls", **shown).status_code == 200
    assert requests.post(f"{service.url}/api/reload", **shown).status_code == 403
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(f"{service.url}/healthz", verify=trusted, timeout=5)
    key = new_key(service, "operator", "operate")
    until(lambda: requests.post(f"{service.url}/api/reload", headers=bearer(key), **shown).status_code == 200,
          what="the key to count for more than the certificate")


def test_beyond_loopback_nothing_is_listened_on_without_keys(tmp_path):
    file = tmp_path / "assay.yaml"
    file.write_text(f"listen: {{ http: 0.0.0.0:0 }}\naccess: {{ keys: {tmp_path / 'none.json'} }}\n")
    done = subprocess.run([BINARY, "check", "--config", file], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "listen.http" in done.stderr and "assay key new" in done.stderr
