internal import Analysis
internal import CallModel
internal import Synchronization
internal import Telemetry

/// What is measured, behind its locks: counters and histograms, and the windows of the signals.
///
/// The two locks are never held at once. Copies of values share their storage until one changes,
/// so a scrape takes a copy and renders it while calls go on.
final class Measured: Sendable {
  private let measurements = Mutex(Measurements())
  private let signals: Mutex<SignalBoard>
  private let quality = Mutex(QualityBoard())
  private let ruleCount: Int
  private let hasLatencyRules: Bool

  init(rules: [AlertRule], symbols: Symbols) {
    signals = Mutex(SignalBoard(rules: rules, symbols: symbols))
    ruleCount = rules.count
    hasLatencyRules = rules.contains { if case .latency = $0.signal { true } else { false } }
  }

  /// Counts a batch of calls under one lock.
  func record(_ calls: [CallRecord], at now: Nanoseconds, dimensions: (CallRecord) -> Dimensions) {
    measurements.withLock { measurements in
      for call in calls { measurements.record(call, at: now) }
    }
    observe(calls, at: now, dimensions: dimensions)
  }

  /// Shows calls to the windows only: what they were before a restart is not counted again.
  func observe(_ calls: [CallRecord], at now: Nanoseconds, dimensions: (CallRecord) -> Dimensions) {
    guard hasLatencyRules else { return }
    signals.withLock { signals in
      for call in calls { signals.observe(call: call, dimensions: { dimensions(call) }, at: now) }
    }
  }

  func record(_ judgement: Judgement) {
    measurements.withLock {
      $0.record(
        judgement.verdict.kind, evaluator: judgement.evaluator, call: judgement.record,
        weight: judgement.sample.weight)
    }
    observe(judgement)
  }

  /// Shows a verdict to the windows only.
  func observe(_ judgement: Judgement) {
    signals.withLock {
      $0.observe(
        verdict: judgement.verdict, of: judgement.evaluator, sample: judgement.sample, call: judgement.record,
        dimensions: { judgement.dimensions }, at: judgement.at)
    }
    quality.withLock {
      $0.observe(
        verdict: judgement.verdict, of: judgement.evaluator, sample: judgement.sample, call: judgement.record,
        at: judgement.at)
    }
  }

  func record(_ admission: Admission, route: String?) {
    measurements.withLock { $0.record(admission.decision, route: route, reason: admission.cause) }
  }

  /// The values of every rule's groups.
  func values(at now: Nanoseconds) -> [(rule: Int, scope: Scope, value: SignalValue)] {
    signals.withLock { signals in
      (0..<ruleCount).flatMap { rule in
        signals.values(ofRule: rule, at: now).map { (rule, $0.scope, $0.value) }
      }
    }
  }

  func exceedance(ofRule rule: Int, scope: Scope, at now: Nanoseconds) -> Double? {
    signals.withLock { $0.exceedance(ofRule: rule, scope: scope, at: now) }
  }

  func reset(rule: Int, scope: Scope) { signals.withLock { $0.reset(rule: rule, scope: scope) } }

  /// How many samples found no group, since their rule had as many as it may have.
  var refusedSamples: UInt64 { signals.withLock { $0.refused } }

  /// Frees what has left the windows of series that no call comes to any more.
  func trim(at now: Nanoseconds) { measurements.withLock { $0.trim(at: now) } }

  func snapshot(at now: Nanoseconds, symbols: Symbols) -> [MetricFamily] {
    let copy = measurements.withLock { $0 }
    return copy.snapshot(at: now, symbols: symbols)
  }

  func qualities(at now: Nanoseconds) -> [QualityBoard.Quality] { quality.withLock { $0.values(at: now) } }
}

/// One verdict with what it is about.
struct Judgement: Sendable {
  var id: Int64
  var record: CallRecord
  var dimensions: Dimensions
  var evaluator: String
  var verdict: Verdict
  var sample: Sample
  var at: Nanoseconds
}
