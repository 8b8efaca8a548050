package import CallModel

/// The fail ratios that are exported: of each evaluator, route and model over ten minutes
/// (`assay_fail_ratio`, `assay_fail_ratio_lower`, `assay_fail_ratio_upper`).
///
/// Beyond `capacity` series a verdict is counted under route and model `other` of its
/// evaluator; `folded` says how many were.
package struct QualityBoard: Sendable {
  /// The fail ratio of one series.
  package struct Quality: Sendable {
    package var evaluator: String
    package var route: Symbol
    package var model: Symbol
    package var value: SignalValue
  }

  private struct Series: Hashable, Sendable {
    var evaluator: Int
    var route: Symbol
    var model: Symbol
  }

  private static let mostEvaluators = 1_000

  private let length: Nanoseconds
  private let capacity: Int
  private var evaluators: [String] = []
  private var numbers: [String: Int] = [:]
  private var windows: [Series: RatioWindow] = [:]
  /// How many verdicts were counted under `other`, or not at all, because the board was full.
  package private(set) var folded: UInt64 = 0

  package init(length: Nanoseconds = .minutes(10), capacity: Int = 10_000) {
    self.length = length
    self.capacity = capacity
  }

  /// Counts a verdict; skips and errors of the evaluator are not counted.
  package mutating func observe(
    verdict: Verdict, of evaluator: String, sample: Sample, call: CallRecord, at now: Nanoseconds
  ) {
    guard verdict.kind == .pass || verdict.kind == .fail else { return }
    guard let number = number(of: evaluator) else {
      folded += 1
      return
    }
    var series = Series(evaluator: number, route: call.route, model: call.model)
    if windows.count >= capacity, windows[series] == nil {
      folded += 1
      // At most one such series an evaluator, so the bound still holds.
      series = Series(evaluator: number, route: .other, model: .other)
    }
    windows[series, default: RatioWindow(length: length)].record(
      failed: verdict.kind == .fail, weight: sample.weight, at: now)
  }

  /// Takes a verdict back that was observed earlier, if it is still in the window: the call has
  /// been judged again.
  ///
  /// - Parameters:
  ///   - verdict, sample, call: as they were observed.
  ///   - then: when it was observed.
  package mutating func retract(
    verdict: Verdict, of evaluator: String, sample: Sample, call: CallRecord, at then: Nanoseconds, now: Nanoseconds
  ) {
    guard verdict.kind == .pass || verdict.kind == .fail, let number = numbers[evaluator] else { return }
    var series = Series(evaluator: number, route: call.route, model: call.model)
    // Without a series of its own it was counted under `other`, if at all.
    if windows[series] == nil { series = Series(evaluator: number, route: .other, model: .other) }
    windows[series]?.retract(failed: verdict.kind == .fail, weight: sample.weight, at: then, now: now)
  }

  /// The series that have verdicts in the window; those that have none are forgotten.
  package mutating func values(at now: Nanoseconds) -> [Quality] {
    var values: [Quality] = []
    var idle: [Series] = []
    var index = windows.startIndex
    while index != windows.endIndex {
      let series = windows.keys[index]
      let value = windows.values[index].value(at: now)
      if value.samples == 0 {
        idle.append(series)
      } else {
        values.append(
          Quality(evaluator: evaluators[series.evaluator], route: series.route, model: series.model, value: value))
      }
      index = windows.index(after: index)
    }
    for series in idle { windows[series] = nil }
    return values
  }

  private mutating func number(of evaluator: String) -> Int? {
    if let number = numbers[evaluator] { return number }
    guard evaluators.count < Self.mostEvaluators else { return nil }
    numbers[evaluator] = evaluators.count
    evaluators.append(evaluator)
    return evaluators.count - 1
  }
}
