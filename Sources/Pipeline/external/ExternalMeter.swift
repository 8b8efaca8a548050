internal import Telemetry

/// What became of verdicts from elsewhere, as counters.
struct ExternalMeter: Sendable {
  let counted: Counter
  let replaced: Counter
  let repeated: Counter
  let late: Counter
  let undeclared: Counter
  let unmatched: Counter
  let rejected: Counter
  let dropped: Counter

  init(_ instruments: Instruments) {
    func counter(_ result: String) -> Counter {
      instruments.counter(
        "assay_external_evaluations_total", help: "Verdicts from elsewhere, by what became of them.",
        labels: ["result": result])
    }
    counted = counter("counted")
    replaced = counter("replaced")
    repeated = counter("repeated")
    late = counter("late")
    undeclared = counter("undeclared")
    unmatched = counter("unmatched")
    rejected = counter("rejected")
    dropped = counter("dropped")
  }

  func count(_ outcome: ExternalDesk.Outcome) {
    unmatched.add(outcome.unmatched)
    for found in outcome.found {
      switch found.verdict {
      case .counted: counted.add()
      case .replaces: replaced.add()
      case .repeated: repeated.add()
      case .late: late.add()
      }
    }
  }
}
