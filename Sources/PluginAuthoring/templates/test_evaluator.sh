#!/bin/sh
# Lines in, answers out; `assay plugins test` checks the rest.
cd "$(dirname "$0")/.." || exit 2

said=$(COMMAND <<'LINES'
{"hello":{"protocol":1,"config":{"word":"FIXME"},"max_in_flight":64,"deadline_ms":2000}}
{"id":"1","call":{"input":"","messages":[],"system":"","output":"🙂 done","tool_calls":[],"context":[],"reference":[],"attributes":{}}}
{"id":"2","call":{"input":"","messages":[],"system":"","output":"🙂 FIXME","tool_calls":[],"context":[],"reference":[],"attributes":{}}}
{"id":"3","call":{"input":"","messages":[],"system":"","output":"","tool_calls":[],"context":[],"reference":[],"attributes":{}}}
{"cancel":"3"}
LINES
) || exit 1

# Without the spaces that some languages write, and in the order of the ids.
said=$(printf '%s\n' "$said" | sed 's/\([:,]\) /\1/g')
expect() {
  printf '%s\n' "$said" | grep -F "\"id\":\"$1\"" | grep -qF "$2" && return
  printf 'the answer to %s lacks %s:\n%s\n' "$1" "$2" "$said" >&2
  exit 1
}
expect 1 '"verdict":"pass"'
expect 2 '"verdict":"fail"'
expect 2 '"evidence":[[2,7]]'
expect 3 '"verdict":"skip"'
echo ok
