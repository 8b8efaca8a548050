"""Records what each instrumentation sends for the calls of the end-to-end matrix, as `clients/`.

    .venv/bin/python Tests/Recordings/record_clients.py

For each instrumentation: the request body of its traces (and of its logs, if it has any) as
OpenTelemetry's exporter sent it, and what must be read of each call. See README.md beside this file.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "EndToEnd"))

from capture import Capture  # noqa: E402
from client_gaps import said  # noqa: E402
from client_matrix import calls_of, make_calls  # noqa: E402
from swift_provider import SwiftProvider  # noqa: E402
from test_clients import COMBINATIONS, truth  # noqa: E402

LARGEST = 300_000


def _without_paths(body: bytes) -> bytes:
    """Stack traces name folders of the machine: others of the same length stand in, all else stays."""
    for path in (sys.prefix, sys.base_prefix, str(HERE.parents[1])):
        body = body.replace(path.encode(), b"/srv".ljust(len(path.encode()), b"/"))
    return body


def main() -> None:
    folder = HERE / "clients"
    folder.mkdir(exist_ok=True)
    with SwiftProvider() as provider:
        for name, cases in COMBINATIONS.items():
            capture = Capture()
            seen = calls_of(make_calls(
                [name], cases, {"http/protobuf": capture.url}, provider.base_url, name))
            for path, suffix in (("/v1/traces", "traces"), ("/v1/logs", "logs")):
                bodies = capture.take(path)
                if len(bodies) > 1:
                    raise RuntimeError(f"{len(bodies)} bodies of {name} at {path}")
                if bodies:
                    (folder / f"{name}.{suffix}.pb").write_bytes(_without_paths(bodies[0]))
            calls = [
                {"case": case.name, "spans": [span[1] for span in one["spans"]],
                 **said(name, case, truth(case, one)), "tools": [tool for tool, _ in one["tool_calls"]]}
                for case, one in zip(cases, seen, strict=True)]
            lines = ",\n".join(json.dumps(call, ensure_ascii=False) for call in calls)
            (folder / f"{name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    size = sum(file.stat().st_size for file in folder.iterdir())
    if size > LARGEST:
        raise RuntimeError(f"the recordings have {size} bytes, more than {LARGEST}")
    print(f"{folder}: {size} bytes")


if __name__ == "__main__":
    main()
