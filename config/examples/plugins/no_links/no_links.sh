#!/bin/sh
# Fails an answer that holds a link: protocol 1 in a shell script, by jq (1.6 or later).
# jq reads a line, writes a line: --unbuffered, or the service would wait for a buffer to fill.
exec jq --unbuffered --compact-output '
  if .hello then {ready: {protocol: 1, name: "no_links", version: "1.0.0"}}
  elif .call then
    # jq counts code points, as evidence does.
    ([.call.output | match("https?://[^\\s)>\\]]+"; "g") | [.offset, .offset + .length]]) as $links
    | {id} + if $links == [] then {verdict: "pass", score: 1}
      else {verdict: "fail", score: 0, label: "link", explanation: "\($links | length) link(s)", evidence: $links[:100]}
      end
  else empty end'
