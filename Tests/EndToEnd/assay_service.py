"""Starts, asks and stops the service under test."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import requests
import yaml


ROOT = Path(__file__).parents[2]
BINARY = Path(os.environ.get("ASSAY_BIN", ROOT / ".build/debug/assay")).absolute()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, timeout: float = 10.0, pause: float = 0.05, what: str = "the condition"):
    """The first true value of `condition()`; polled, since the service works behind the answer."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come about in {timeout} s; last: {value!r}")
        time.sleep(pause)


class Service:
    """One `assay serve` with a folder and a port of its own; it can be killed and begun again."""

    def __init__(self, folder: Path, config: dict | None = None):
        self.folder = folder
        self.port = free_port()
        self.database = folder / "assay.db"
        self.config_file = folder / "assay.yaml"
        self.log_file = folder / "assay.log"
        self.process: subprocess.Popen | None = None
        self.session = requests.Session()
        self.grpc_port = free_port()
        # What requests need to be let in at all, such as a certificate.
        self.connection: dict = {}
        config = dict(config or {})
        listen = {"http": f"127.0.0.1:{self.port}", "grpc": f"127.0.0.1:{self.grpc_port}", **config.pop("listen", {})}
        self.scheme = "https" if "tls" in listen else "http"
        complete = {
            "listen": listen,
            "storage": {"path": str(self.database)},
            # A developer's own keys must not lock the tests out.
            "access": {"keys": str(folder / "keys.json")},
            **config,
        }
        self.config_file.write_text(yaml.safe_dump(complete, sort_keys=False), encoding="utf-8")

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def start(self, timeout: float = 20.0) -> "Service":
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [BINARY, "serve", "--config", self.config_file],
                cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        until(self._is_ready, timeout, what="readiness")
        return self

    def _is_ready(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"the service ended with {self.process.returncode}:\n{self.log()}")
        try:
            return requests.get(f"{self.url}/readyz", timeout=1, **self.connection).status_code == 200
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """SIGKILL, as when power fails: nothing can be tidied up."""
        self._end(signal.SIGKILL, 10)

    def stop(self, timeout: float = 20.0) -> int:
        """SIGTERM; the exit status. Idempotent, so that tests may stop what they check."""
        return self._end(signal.SIGTERM, timeout)

    def _end(self, number: int, timeout: float) -> int:
        self.session.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the service did not stop in {timeout} s:\n{self.log()}") from None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")[-4000:]

    def memory(self, field: str = "VmRSS") -> int:
        """Resident memory in bytes now, or the most there was (`VmHWM`)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
        raise AssertionError(f"no {field} of process {self.process.pid}")

    def export(self, body: bytes, **headers) -> requests.Response:
        """Posts an OTLP body; `content_encoding="gzip"` becomes the header of that name."""
        named = {"content-type": "application/x-protobuf"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.session.post(f"{self.url}/v1/traces", data=body, headers=named, timeout=60)

    def send(self, *spans, **resource) -> None:
        """Exports spans (see spans.py) and insists that all were taken."""
        from spans import request
        answer = self.export(request(spans, **resource))
        assert answer.status_code == 200, answer.text
        assert answer.content == b"", "a full success has no body"

    def send_odd(self, *spans) -> str:
        """Exports spans that are taken, but not as they are; what the service says it has repaired."""
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
        from spans import request
        answer = self.export(request(spans))
        assert answer.status_code == 200, answer.text
        partial = ExportTraceServiceResponse.FromString(answer.content).partial_success
        # OTLP 1.x: a warning about a request that was taken whole rejects 0 and has a message.
        assert partial.rejected_spans == 0 and partial.error_message, partial
        return partial.error_message

    def get(self, path: str, **query):
        answer = self.session.get(f"{self.url}{path}", params=query, timeout=30)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def metrics(self) -> str:
        answer = self.session.get(f"{self.url}/metrics", timeout=60)
        assert answer.status_code == 200
        return answer.text

    def admission(self, **request) -> dict:
        answer = self.session.post(f"{self.url}/api/admission", json=request, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()
