internal import CallModel
internal import JSON
internal import Pipeline

/// Writes what a replay finds to standard output, for people or for programs.
struct ReplayPrinter: Sendable {
  let isJSON: Bool

  func print(_ event: Replay.Event) {
    switch event {
    case .alert(let change):
      printNow(
        isJSON
          ? change.fields.text()
          : "\(change.at.inSeconds) alert \(change.alert) \(change.to.rawValue) for \(change.scope), on "
            + "\(change.evidence.samples) samples")
    case .audit(let entry):
      printNow(
        isJSON
          ? entry.fields.text()
          : "\(entry.at.inSeconds) \(entry.subject) \(entry.action) \(entry.actor) for \(entry.scope): \(entry.evidence)"
      )
    }
  }

  func print(_ summary: ReplaySummary) {
    if isJSON { return printNow(summary.fields.text()) }
    let sums = summary.sums
    printNow(
      "\(sums.calls) calls in \(summary.requests) requests: \(sums.errors) errors, \(sums.unpriced) without a price, "
        + "$\(sums.cost.dollars), \(sums.input) tokens in, \(sums.output) out")
    for (evaluator, counts) in summary.verdicts {
      let kinds = Verdict.Kind.allCases.map { "\(counts[$0] ?? 0) \($0.name)" }.joined(separator: ", ")
      printNow("\(evaluator): \(kinds)")
    }
    if summary.lateParts > 0 { printNow("\(summary.lateParts) calls had content that came after they were judged") }
  }
}

extension AlertChange {
  fileprivate var fields: JSON {
    [
      "event": "alert", "at_ns": JSON(at), "alert": .string(alert), "scope": .string("\(scope)"),
      "state": .string(to.rawValue), "value": evidence.value.map { JSON($0) } ?? .null,
      "samples": JSON(Int64(evidence.samples)), "threshold": JSON(threshold),
    ]
  }
}

extension AuditEntry {
  fileprivate var fields: JSON {
    [
      "event": .string(subject), "at_ns": JSON(at), "action": .string(action), "actor": .string(actor),
      "scope": .string("\(scope)"), "mode": .string(enforcement.rawValue), "from": JSON(from), "to": JSON(to),
      "evidence": .string(evidence),
    ]
  }
}

extension ReplaySummary {
  fileprivate var fields: JSON {
    let verdicts = verdicts.map { evaluator, counts -> (key: String, value: JSON) in
      let kinds = Verdict.Kind.allCases.map { ($0.name, JSON(Int64(counts[$0] ?? 0))) }
      return (evaluator, .object(JSONObject(kinds.map { (key: $0.0, value: $0.1) })))
    }
    return [
      "event": "summary", "requests": JSON(Int64(requests)), "spans": JSON(Int64(spans)),
      "rejected_spans": JSON(Int64(rejectedSpans)), "calls": JSON(sums.calls), "errors": JSON(sums.errors),
      "unpriced_calls": JSON(sums.unpriced), "cost_nanodollars": JSON(sums.cost.value),
      "input_tokens": JSON(sums.input), "output_tokens": JSON(sums.output),
      "late_parts": JSON(Int64(lateParts)), "verdicts": .object(JSONObject(verdicts)),
    ]
  }
}
