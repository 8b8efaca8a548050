"""HTTP that is wrong, large, slow or crowded; afterwards the service still works."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from google.rpc.status_pb2 import Status

from assay_service import until
from metrics_text import total
from raw_http import chunks, connect, head, read_status, status_of_large
from spans import request, span

MIB = 1 << 20


@pytest.fixture(scope="module")
def service(start_shared_service):
    return start_shared_service()


@pytest.fixture(autouse=True)
def still_works(service):
    yield
    assert service.is_running, service.log()
    service.send(span())


@pytest.mark.parametrize(("content_type", "status"), [
    ("text/plain", 415), ("application/octet-stream", 415), ("application/grpc", 415), ("", 415),
    ("application/x-protobuf", 200), ("application/x-protobuf; charset=utf-8", 200),
    ("Application/X-Protobuf", 200),
])
def test_content_types(service, content_type, status):
    answer = service.export(request([span()]), content_type=content_type)
    assert answer.status_code == status
    if status != 200:
        assert Status.FromString(answer.content).message


def test_no_content_type(service):
    with connect(service.port) as connection:
        connection.sendall(b"POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n")
        assert read_status(connection) == 415


@pytest.mark.parametrize(("encoding", "status"), [
    ("br", 415), ("zstd", 415), ("deflate", 415), ("gzip, gzip", 415), ("nonsense", 415), ("identity", 200)])
def test_content_encodings(service, encoding, status):
    answer = service.export(request([span()]), content_encoding=encoding)
    assert answer.status_code == status
    if status != 200:
        assert Status.FromString(answer.content).message


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods(service, method):
    answer = requests.request(method, f"{service.url}/v1/traces", timeout=10)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "path", ["/v1/trace", "/v1/traces/more", "/api/nothing", "/../etc/passwd", "/%00", "/" + "a" * 4000],
    ids=lambda path: path[:20])
def test_unknown_paths(service, path):
    with connect(service.port) as connection:
        connection.sendall(head("GET", path))
        assert read_status(connection) == 404


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"7", b"null", b'{"route": 7}', b"\xff\xfe", b"[" * 60_000,
    b'{"route": "' + b"a" * 100_000 + b'"}'],
    ids=lambda body: repr(body[:12]))
def test_bad_admission_requests(service, body):
    answer = requests.post(
        f"{service.url}/api/admission", data=body, headers={"content-type": "application/json"}, timeout=10)
    assert answer.status_code in (400, 413)
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("query", ["limit=0", "limit=-1", "limit=x", "limit=99999999999999999999"])
def test_bad_limits(service, query):
    assert requests.get(f"{service.url}/api/calls?{query}", timeout=10).status_code in (200, 400)


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999999", "9007199254740991"])
def test_calls_that_are_not_there(service, number):
    assert requests.get(f"{service.url}/api/calls/{number}", timeout=10).status_code in (400, 404)


class TestLargeBodies:
    """100 MB, which is more than the 64 MiB that are taken; seldom is any of it read."""

    PIECES = 100

    @pytest.fixture(autouse=True)
    def in_little_memory(self, service):
        before = service.memory()
        yield
        # What the allocator keeps of a body that was read up to the bound is no leak.
        assert service.memory("VmHWM") - before < 250 * MIB

    def test_of_a_stated_length(self, service):
        before = service.memory()
        pieces = (bytes(MIB) for _ in range(self.PIECES))
        assert status_of_large(service.port, pieces, content_length=self.PIECES * MIB) == 413
        assert service.memory() - before < 20 * MIB

    def test_of_no_stated_length(self, service):
        pieces = chunks(bytes(MIB) for _ in range(self.PIECES))
        assert status_of_large(service.port, pieces, transfer_encoding="chunked") == 413

    def test_of_an_absurd_length(self, service):
        assert status_of_large(service.port, [], content_length=1 << 62) == 413

    @pytest.mark.parametrize("length", ["-1", "x", "1 2", "99999999999999999999999"])
    def test_of_no_length_at_all(self, service, length):
        assert status_of_large(service.port, [b"abc"], content_length=length) in (400, 413, 0)

    def test_just_under_the_bound(self, service):
        padded = span("x" * (40 * MIB))
        assert service.export(request([padded])).status_code == 200


@pytest.mark.parametrize("junk", [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET\r\n\r\n",
    b"\r\n" * 1000,
    b"GET / HTTP/1.1\r\n" + b"x: " + b"y" * 300_000 + b"\r\n\r\n",
    b"POST /v1/traces HTTP/1.1\r\nhost: x\r\n"
    b"content-type: application/x-protobuf\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n",
], ids=["TLS", "HTTP/2", "no path", "empty lines", "long header", "bad chunk"])
def test_no_http(service, junk):
    with connect(service.port) as connection:
        try:
            connection.sendall(junk)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            return
        assert read_status(connection) in (0, 400, 404, 408, 413, 431, 505)


def test_half_requests_hold_nobody_up(service):
    """A hundred clients that never finish, in three ways, and one that is served beside them."""
    body = request([span()])
    held = []
    try:
        for number in range(100):
            connection = connect(service.port)
            held.append(connection)
            whole = head(content_length=len(body)) + body
            connection.sendall(whole[: (10, 80, len(whole) - 1)[number % 3]])
        for _ in range(20):
            begun = time.monotonic()
            service.send(span())
            assert time.monotonic() - begun < 2
        # A slow client is served in the end all the same.
        held[2].sendall(body[-1:])
        assert read_status(held[2]) == 200
    finally:
        for connection in held:
            connection.close()


def test_large_halves_hold_nobody_up(service):
    """Clients that have sent half of a large body and stop must not use up all the room."""
    held = []
    try:
        for _ in range(8):
            connection = connect(service.port)
            held.append(connection)
            connection.settimeout(5)
            connection.sendall(head(content_length=60 * MIB))
            try:
                connection.sendall(bytes(30 * MIB))
            except (TimeoutError, BrokenPipeError, ConnectionResetError):
                pass
        # Refused for the moment, with advice, is an answer; for good is not.
        until(lambda: service.export(request([span()])).status_code == 200, 60, 1, "an accepted batch")
        assert service.memory("VmHWM") < 700 * MIB
    finally:
        for connection in held:
            connection.close()


def test_many_connections_at_once(service):
    before = total(service.metrics(), "assay_calls_total")
    count = 300

    def export(_):
        with requests.Session() as session:
            return session.post(f"{service.url}/v1/traces", data=request([span()]),
                                headers={"content-type": "application/x-protobuf"}, timeout=60).status_code

    idle = [connect(service.port) for _ in range(200)]
    try:
        with ThreadPoolExecutor(50) as pool:
            assert set(pool.map(export, range(count))) == {200}
    finally:
        for connection in idle:
            connection.close()
    until(lambda: total(service.metrics(), "assay_calls_total") >= before + count, what="all calls")


def test_requests_one_after_the_other_on_a_connection(service):
    body = request([span()])
    with connect(service.port) as connection:
        connection.sendall((head(content_length=len(body)) + body) * 5)
        connection.sendall(head("GET", "/healthz", connection="close"))
        answers = b""
        while more := connection.recv(65536):
            answers += more
    assert answers.count(b"HTTP/1.1 200") == 6
