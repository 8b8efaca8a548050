import CallModel

/// A histogram that remembers, for each classic bucket, the latest call that fell into it.
///
/// It takes 40 bytes a bucket from the first value on: 632 bytes at the advised 14 bounds, so
/// at most 5 MB with 2,000 label sets in each metric that has one.
struct TracedHistogram: Sendable {
  private(set) var values = ExponentialHistogram()
  /// One a bucket, the last without a bound; empty until there is a value.
  private var latest: [Exemplar] = []

  /// Records a value; `bounds` are ascending and always the same for one histogram.
  mutating func record(_ value: Double, _ bounds: [Double], _ call: CallRecord, at now: Nanoseconds) {
    guard value >= 0, value.isFinite else { return }
    values.record(value)
    if latest.isEmpty { latest = [Exemplar](repeating: .none, count: bounds.count + 1) }
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    if let exemplar = Exemplar(call, value: value, at: now) { latest[min(bucket, latest.count - 1)] = exemplar }
  }

  var isEmpty: Bool { values.count == 0 }

  /// Those there are, by ascending bucket.
  var exemplars: [Exemplar] { latest.filter(\.trace.isValid) }
}

extension Exemplar {
  /// Stands for a bucket that no call fell into.
  fileprivate static let none = Exemplar(trace: .invalid, span: .invalid, value: 0, at: 0)

  /// Nil for a call without a trace: nobody could find it.
  init?(_ call: CallRecord, value: Double, at now: Nanoseconds) {
    guard call.trace.isValid else { return nil }
    self.init(trace: call.trace, span: call.span, value: value, at: now)
  }
}
