internal import CallModel

extension Signal {
  /// Whether a call counts against a ratio over calls; nil: it says nothing of it.
  func isHit(by call: CallRecord, symbols: Symbols) -> Bool? {
    switch self {
    case .errorRatio(nil): call.outcome == .error
    case .errorRatio(let type?): call.outcome == .error && symbols.errors.name(of: call.errorType) == type
    // A call that failed had no answer to be cut off or withheld.
    case .truncationRatio: call.outcome == .error ? nil : call.outcome == .truncated
    case .refusalRatio: call.outcome == .error ? nil : call.outcome == .filtered
    default: nil
    }
  }

  /// Whether a verdict counts against a ratio over verdicts.
  func isHit(by verdict: Verdict) -> Bool {
    if case .labelRatio(_, let label) = self { return verdict.label == label }
    return verdict.kind == .fail
  }

  /// The duration in seconds that a quantile looks at.
  func seconds(of call: CallRecord) -> Double? {
    switch self {
    case .latency: call.duration?.inSeconds
    case .timeToFirstToken: call.timeToFirstToken?.inSeconds
    default: nil
    }
  }

  /// The quantity of which the mean is taken; unknown prices and unreported tokens are not zero.
  func quantity(of call: CallRecord) -> Double? {
    switch self {
    case .costPerCall, .spendRate: call.cost?.dollars
    case .tokensPerCall: call.usage.reportedTotal
    default: nil
    }
  }
}

extension TokenUsage {
  fileprivate var reportedTotal: Double? {
    guard input != nil || output != nil else { return nil }
    return Double(input ?? 0) + Double(output ?? 0)
  }
}
