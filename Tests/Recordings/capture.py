"""An OTLP/HTTP receiver that accepts everything and keeps the bodies byte for byte."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Capture:
    """Bodies by path, in the order in which they came."""

    def __init__(self):
        self._bodies: dict[str, list[bytes]] = {}
        capture = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_) -> None:
                pass

            def do_POST(self) -> None:
                if self.headers.get("content-encoding"):
                    raise RuntimeError("recordings hold plain bodies; unset OTEL_EXPORTER_OTLP_COMPRESSION")
                body = self.rfile.read(int(self.headers["content-length"]))
                capture._bodies.setdefault(self.path, []).append(body)
                self.send_response(200)
                self.send_header("content-type", "application/x-protobuf")
                self.send_header("content-length", "0")
                self.end_headers()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.endpoint = f"{self.url}/v1/traces"

    def take(self, path: str = "/v1/traces") -> list[bytes]:
        return self._bodies.pop(path, [])
