import CallModel

/// The labels evaluator, route and model; an evaluator is its place among those seen.
struct EvaluationLabels: SeriesLabels {
  var evaluator: Int
  var route: Symbol
  var model: Symbol

  var folded: Self { Self(evaluator: evaluator, route: .other, model: .other) }
}

/// The verdicts of one evaluator on one route and model.
///
/// The weights are the numerator and the denominator of the fail ratio; as sums they can be
/// added over replicas, which ratios cannot.
struct EvaluationSeries: Sendable {
  var verdicts = Tally<Verdict.Kind>()
  /// Of passes and fails: skips and errors say nothing of the answer.
  private(set) var evaluatedWeight = 0.0
  private(set) var failedWeight = 0.0
  /// The latest call that failed.
  private(set) var latestFailure: Exemplar?

  /// Counts a verdict that takes the place of a pass or fail on the same call: a new failure adds to
  /// the numerator, but neither sum can take back what it had.
  mutating func replace(
    _ old: Verdict.Kind, by new: Verdict.Kind, of call: CallRecord, weight: Double, at now: Nanoseconds
  ) {
    verdicts.add(new)
    if new == .fail { latestFailure = Exemplar(call, value: 1, at: now) }
    if old == .pass, new == .fail, weight > 0, weight.isFinite { failedWeight += weight }
  }

  mutating func record(_ kind: Verdict.Kind, of call: CallRecord, weight: Double, at now: Nanoseconds) {
    verdicts.add(kind)
    if kind == .fail { latestFailure = Exemplar(call, value: 1, at: now) }
    guard weight > 0, weight.isFinite else { return }
    switch kind {
    case .pass:
      evaluatedWeight += weight
    case .fail:
      evaluatedWeight += weight
      failedWeight += weight
    case .skip, .error:
      break
    }
  }
}
