#!/bin/sh
# Lines in, answers out; `assay plugins test` checks the rest.
cd "$(dirname "$0")/.." || exit 2

said=$(COMMAND <<'LINES'
{"hello":{"protocol":1,"config":{},"max_in_flight":64,"deadline_ms":2000}}
{"id":"1","alert":{"at":"2026-01-01T00:00:00.000000000Z","alert":"answers-refused","scope":"route=support","signal":"fail_ratio","from":"pending","to":"firing","value":0.42,"samples":80,"threshold":0.1}}
{"id":"2","snapshot":{"at":"2026-01-01T00:00:00.000000000Z","series":[{"name":"assay_calls_total","labels":{"route":"support"},"value":5.0}]}}
{"cancel":"2"}
LINES
) || exit 1

# Without the spaces that some languages write.
said=$(printf '%s\n' "$said" | sed 's/\([:,]\) /\1/g')
expect() {
  printf '%s\n' "$said" | grep -F "\"id\":\"$1\"" | grep -qF "$2" && return
  printf 'the answer to %s lacks %s:\n%s\n' "$1" "$2" "$said" >&2
  exit 1
}
expect 1 '"ok":true'
expect 2 '"ok":true'
echo ok
