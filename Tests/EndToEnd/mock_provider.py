"""A provider of OpenAI's dialect that answers from a table, on loopback only.

It speaks chat completions (plain and streamed) and embeddings. A table is a JSON file:

    {"served": {"gpt-4o-mini": "gpt-4o-mini-2024-07-18"},
     "answers": [{"when": {"model": "gpt-4o*", "contains": "refund"},
                  "text": "…", "finish_reason": "stop", "latency_ms": 120, "first_token_ms": 40,
                  "usage": {"prompt_tokens": 61, "completion_tokens": 40,
                            "cached_tokens": 32, "reasoning_tokens": 0}},
                 {"when": {"contains": "too many"},
                  "error": {"status": 429, "type": "requests", "code": "rate_limit_exceeded",
                            "message": "…", "retry_after": 1}}]}

The first row whose conditions all hold answers. Conditions: `model` and `path` are shell
patterns, `contains` looks into the last user message. `break_after` cuts a stream off after
that many pieces. A request that no row is for is answered with its own last message. Usage that
a row does not state is estimated at four bytes a token.
"""

import argparse
import fnmatch
import itertools
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class MockProvider:
    """The server and what it has served: `served` holds one entry a request, oldest first."""

    def __init__(self, table: dict | str | Path, port: int = 0):
        if not isinstance(table, dict):
            table = json.loads(Path(table).read_text(encoding="utf-8"))
        self.table = table
        self.served: list[dict] = []
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        provider = self

        class Handler(_Handler):
            owner = provider

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> "MockProvider":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, request: dict) -> dict:
        """The row for a request, completed with served model, usage and an id of its own."""
        question = _last_user_text(request)
        model = str(request.get("model", ""))
        with self._lock:
            number = next(self._numbers)
            row = dict(self._row(path, model, question) or {"text": question})
        row.setdefault("finish_reason", "stop")
        row.setdefault("latency_ms", 0)
        row.setdefault("first_token_ms", row["latency_ms"])
        row["id"] = f"chatcmpl-mock{number:08d}"
        row["model"] = row.get("served_model") or self.table.get("served", {}).get(model, model)
        if "error" not in row:
            row["usage"] = _usage(row, request)
        with self._lock:
            self.served.append({"path": path, "request": request, "answer": row})
        return row

    def _row(self, path: str, model: str, question: str) -> dict | None:
        for row in self.table.get("answers", []):
            when = row.get("when", {})
            if not fnmatch.fnmatchcase(model, when.get("model", "*")):
                continue
            if not fnmatch.fnmatchcase(path, when.get("path", "*")):
                continue
            if when.get("contains", "") not in question:
                continue
            return row
        return None


def _last_user_text(request: dict) -> str:
    if isinstance(request.get("input"), str):
        return request["input"]
    if isinstance(request.get("input"), list):
        return " ".join(str(part) for part in request["input"])
    for message in reversed(request.get("messages") or []):
        if message.get("role") == "user":
            content = message.get("content") or ""
            if isinstance(content, list):
                return " ".join(part.get("text", "") for part in content)
            return content
    return ""


def _usage(row: dict, request: dict) -> dict:
    stated = row.get("usage", {})
    asked = json.dumps(request.get("messages") or request.get("input") or "")
    prompt = stated.get("prompt_tokens", len(asked.encode()) // 4 + 3)
    completion = stated.get("completion_tokens", len((row.get("text") or "").encode()) // 4 + 1)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": stated.get("cached_tokens", 0), "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": stated.get("reasoning_tokens", 0),
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def _pieces(text: str) -> list[str]:
    """The text in pieces of about three words, as providers stream it."""
    words = text.split(" ")
    groups = [" ".join(words[i : i + 3]) for i in range(0, len(words), 3)]
    return [group if i == 0 else " " + group for i, group in enumerate(groups)]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Streamed pieces are small: without this each waits for the acknowledgement of the last.
    disable_nagle_algorithm = True
    owner: MockProvider

    def log_message(self, *_) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        try:
            request = json.loads(body)
        except ValueError:
            self._error({"status": 400, "type": "invalid_request_error", "message": "not JSON"})
            return
        path = self.path.split("?")[0]
        if path.endswith("/embeddings"):
            self._embeddings(path, request)
        elif path.endswith("/chat/completions"):
            self._chat(path, request)
        else:
            self._error({"status": 404, "type": "invalid_request_error", "message": f"no {path}"})

    def _chat(self, path: str, request: dict) -> None:
        row = self.owner.answer(path, request)
        if request.get("stream") and "error" not in row:
            self._stream(row, bool((request.get("stream_options") or {}).get("include_usage")))
            return
        time.sleep(row["latency_ms"] / 1000)
        if "error" in row:
            self._error(row["error"])
            return
        message = {"role": "assistant", "content": row.get("text"), "refusal": None}
        if "tool_calls" in row:
            message["tool_calls"] = row["tool_calls"]
        self._json(200, {
            "id": row["id"], "object": "chat.completion", "created": int(time.time()),
            "model": row["model"], "service_tier": "default", "system_fingerprint": "fp_mock",
            "choices": [{"index": 0, "message": message, "logprobs": None,
                         "finish_reason": row["finish_reason"]}],
            "usage": row["usage"],
        })

    def _stream(self, row: dict, include_usage: bool) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        head = {"id": row["id"], "object": "chat.completion.chunk", "created": int(time.time()),
                "model": row["model"], "service_tier": "default", "system_fingerprint": "fp_mock"}

        def send(choices: list, usage: dict | None = None) -> None:
            chunk = {**head, "choices": choices}
            if include_usage:
                chunk["usage"] = usage
            self._event(json.dumps(chunk))

        def choice(delta: dict, finish: str | None = None) -> list:
            return [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]

        pieces = _pieces(row.get("text") or "")
        pause = (row["latency_ms"] - row["first_token_ms"]) / 1000 / max(1, len(pieces))
        time.sleep(row["first_token_ms"] / 1000)
        send(choice({"role": "assistant", "content": "", "refusal": None}))
        for number, piece in enumerate(pieces):
            if number == row.get("break_after"):
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            send(choice({"content": piece}))
            time.sleep(max(0, pause))
        for index, call in enumerate(row.get("tool_calls") or []):
            send(choice({"tool_calls": [{"index": index, **call}]}))
        send(choice({}, row["finish_reason"]))
        if include_usage:
            send([], row["usage"])
        self._event("[DONE]")
        self._chunk(b"")

    def _embeddings(self, path: str, request: dict) -> None:
        row = self.owner.answer(path, request)
        time.sleep(row["latency_ms"] / 1000)
        if "error" in row:
            self._error(row["error"])
            return
        texts = request["input"] if isinstance(request["input"], list) else [request["input"]]
        prompt = row["usage"]["prompt_tokens"]
        self._json(200, {
            "object": "list", "model": row["model"],
            "data": [{"object": "embedding", "index": i, "embedding": [0.25, -0.5, 0.125]}
                     for i in range(len(texts))],
            "usage": {"prompt_tokens": prompt, "total_tokens": prompt},
        })

    def _event(self, data: str) -> None:
        self._chunk(f"data: {data}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def _error(self, error: dict) -> None:
        headers = {}
        if "retry_after" in error:
            headers["retry-after"] = str(error["retry_after"])
        body = {"message": error.get("message", "no"), "type": error.get("type", "server_error"),
                "param": None, "code": error.get("code")}
        self._json(error.get("status", 500), {"error": body}, headers)

    def _json(self, status: int, value: dict, headers: dict | None = None) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("table", help="JSON file with the answers")
    arguments.add_argument("--port", type=int, default=0, help="default: any free one")
    chosen = arguments.parse_args()
    with MockProvider(chosen.table, chosen.port) as provider:
        print(provider.base_url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
