package import CallModel

/// How a verdict differs from the one of an earlier run.
package enum Change: Hashable, Sendable, CaseIterable {
  case same
  /// It passed, and fails now or cannot be judged.
  case regression
  /// It failed or could not be judged, and passes now.
  case fixed
  /// There was no verdict, or the evaluator had nothing to say.
  case new
  /// There was a verdict, and the evaluator has nothing to say any more.
  case unjudged

  package init(from old: Verdict.Kind?, to new: Verdict.Kind) {
    switch (old, new) {
    case (nil, _), (.skip, .pass), (.skip, .fail), (.skip, .error): self = .new
    case (.pass, .fail), (.pass, .error): self = .regression
    case (.fail, .pass), (.error, .pass): self = .fixed
    case (.pass, .skip), (.fail, .skip), (.error, .skip): self = .unjudged
    default: self = .same
    }
  }
}

/// How many verdicts changed in which way.
package struct ChangeCounts: Hashable, Sendable {
  private var counts: [Change: Int] = [:]
  /// New ones that fail or could not be judged.
  package private(set) var newFailures = 0
  /// Verdicts of the earlier run on rows that there are no more.
  package var gone = 0

  package init() {}

  package subscript(change: Change) -> Int { counts[change] ?? 0 }

  package mutating func add(_ change: Change, _ kind: Verdict.Kind) {
    counts[change, default: 0] += 1
    if change == .new, kind == .fail || kind == .error { newFailures += 1 }
  }

  /// For people: `2 regressions, 1 fixed, 3 new (1 of them fails), 0 gone`.
  package var text: String {
    let regressions = self[.regression]
    var parts = ["\(regressions) regression\(regressions == 1 ? "" : "s")", "\(self[.fixed]) fixed"]
    parts.append("\(self[.new]) new" + (newFailures > 0 ? " (\(newFailures) fail)" : ""))
    parts.append("\(gone) gone")
    if self[.unjudged] > 0 { parts.append("\(self[.unjudged]) no longer judged") }
    return parts.joined(separator: ", ")
  }
}
