#!/bin/sh
# Where NAME sends what it is handed, in a sentence. Protocol 1 by jq, 1.6 or later.
say() { printf '%s\n' "$1"; }

# Sends an alert that changed its state: at, alert, scope, signal, from, to, value, samples, threshold.
# A status other than 0: it comes again.
send_alert() {
  # An example to replace: standard error goes to the service's log.
  printf '%s\n' "$1" | jq -r '.alert | "\(.alert) on \(.scope): \(.to)"' >&2
}

while IFS= read -r line; do
  # The first key besides the id, and the id as it came.
  kind=$(printf '%s\n' "$line" | jq -r 'keys_unsorted[] | select(. == ("hello", "alert", "snapshot"))' 2>/dev/null |
    head -n 1) || continue
  id=$(printf '%s\n' "$line" | jq -c '.id' 2>/dev/null) || continue
  case $kind in
    hello) say '{"ready":{"protocol":1,"name":"NAME","version":"0.1.0"}}' ;;
    alert)
      if send_alert "$line"; then say "{\"id\":$id,\"ok\":true}"
      else say "{\"id\":$id,\"error\":\"it could not be sent\",\"retry\":true}"; fi ;;
    # What is measured: at, and series, a list of objects with name, labels and value.
    snapshot) say "{\"id\":$id,\"ok\":true}" ;;
    *) ;; # A cancel, or something of a later protocol.
  esac
done
