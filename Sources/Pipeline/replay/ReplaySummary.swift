package import CallModel

/// What a replay has counted.
package struct ReplaySummary: Sendable {
  package var requests = 0
  package var spans = 0
  package var rejectedSpans = 0
  /// Calls, with their tokens and what they cost.
  package var sums = SpendSums()
  /// Parts that came after their call was judged.
  package var lateParts = 0
  /// By evaluator, in the order in which they first judged.
  package private(set) var verdicts: [(evaluator: String, counts: [Verdict.Kind: Int])] = []

  mutating func add(_ call: CallRecord) {
    sums.add(call.usage, cost: call.cost, failed: call.outcome == .error)
  }

  mutating func add(_ verdict: Verdict, of evaluator: String) {
    if let place = verdicts.firstIndex(where: { $0.evaluator == evaluator }) {
      verdicts[place].counts[verdict.kind, default: 0] += 1
    } else {
      verdicts.append((evaluator, [verdict.kind: 1]))
    }
  }
}
