#!/bin/sh
# What NAME judges, in a sentence. Protocol 1 by jq, 1.6 or later.
#
# jq reads a line and writes a line: --unbuffered, or the service would wait for a buffer to fill. The lines come in as
# text (-R), so that one that is no JSON is passed over.
exec jq --unbuffered --compact-output -R -n '
  # The verdict on one call. Its keys: input, messages, system, output, tool_calls, context, reference, attributes, and
  # model and route where they are known.
  def judge($config):
    ($config.word // "TODO") as $word
    | if .output == "" then {verdict: "skip", label: "empty", explanation: "there is no answer to judge"}
      # An example to replace: one word that no answer may hold.
      else (.output | split($word)) as $parts
      | if ($parts | length) < 2 then {verdict: "pass", score: 1}
        else
          # Evidence counts code points, as length does.
          ($parts[0] | length) as $start
          | {verdict: "fail", score: 0, label: "unfinished", explanation: "the answer says \($word)",
             evidence: [[$start, $start + ($word | length)]]}
        end
      end;

  foreach (inputs | fromjson? | objects) as $message ({config: {}, said: null};
    if $message.hello then
      .config = ($message.hello.config // {}) | .said = {ready: {protocol: 1, name: "NAME", version: "0.1.0"}}
    elif $message.call then .said = ({id: $message.id} + (.config as $config | $message.call | judge($config)))
    # A cancelled call has its answer already; what else comes is of a later protocol.
    else .said = null end;
    .said | values)'
