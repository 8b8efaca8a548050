"""Where NAME sends what it is handed, in a sentence. Protocol 1, no dependencies."""

import json
import sys

config = {}


def send_alert(alert):
    """Sends an alert that changed its state: at, alert, scope, signal, from, to, value, samples, threshold.

    Raise OSError where the same may work later: the item comes again."""
    # An example to replace: standard error goes to the service's log.
    if alert["to"] in ("firing", "resolved"):
        print(f"{alert['alert']} on {alert['scope']}: {alert['to']}", file=sys.stderr)


def send_snapshot(snapshot):
    """Sends what is measured: at, and series, a list of objects with name, labels and value."""


def answer(line):
    """What is written for a line; None for one that wants no answer."""
    global config
    try:
        message = json.loads(line)
    except ValueError as error:
        print(f"a line is no JSON: {error}", file=sys.stderr)
        return None
    if not isinstance(message, dict):
        return None
    if "hello" in message:
        config = message["hello"].get("config") or {}
        return {"ready": {"protocol": 1, "name": "NAME", "version": "0.1.0"}}
    try:
        if "alert" in message:
            send_alert(message["alert"])
        elif "snapshot" in message:
            send_snapshot(message["snapshot"])
        else:
            return None  # A cancel, or something of a later protocol.
        return {"id": message["id"], "ok": True}
    except OSError as error:
        return {"id": message["id"], "error": str(error), "retry": True}
    except Exception as error:
        return {"id": message["id"], "error": repr(error)}


for line in sys.stdin:
    said = answer(line) if line.strip() else None
    if said is not None:
        # Flushed, or the service waits for a buffer to fill.
        print(json.dumps(said), flush=True)
