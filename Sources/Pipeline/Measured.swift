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
  private let symbols: Symbols
  private let signals: Mutex<Signals>
  private let quality = Mutex(QualityBoard())
  /// Read for every batch, so that without such rules none of them takes the lock.
  private let looksAtCalls: Atomic<Bool>

  private struct Signals {
    var rules: [AlertRule]
    var board: SignalBoard
  }

  init(rules: [AlertRule], symbols: Symbols) {
    self.symbols = symbols
    signals = Mutex(Signals(rules: rules, board: SignalBoard(rules: rules, symbols: symbols)))
    looksAtCalls = Atomic(rules.contains { $0.signal.isOfCalls })
  }

  /// Takes other rules; those that stay as they are keep their windows.
  ///
  /// - Parameter rebuilt: windows of the others, rebuilt from the store.
  func apply(_ rules: [AlertRule], rebuilt: Measured) {
    let others = rebuilt.signals.withLock { $0.board }
    signals.withLock {
      $0 = Signals(rules: rules, board: SignalBoard(rules: rules, symbols: symbols, keeping: [$0.board, others]))
    }
    looksAtCalls.store(rules.contains { $0.signal.isOfCalls }, ordering: .relaxed)
  }

  /// Shows the past to the windows again; detectors, which keep what they know, do not look.
  func replay<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
    signals.withLock { $0.board.isReplaying = true }
    defer { signals.withLock { $0.board.isReplaying = false } }
    try body()
  }

  /// What detectors have learned; nil if there are none.
  func detectors(at now: Nanoseconds) -> DetectorSnapshot? {
    let board = signals.withLock { $0.board }
    let snapshot = board.detectors(at: now)
    return snapshot.isEmpty ? nil : snapshot
  }

  func restore(_ detectors: DetectorSnapshot, at now: Nanoseconds) {
    signals.withLock { $0.board.restore(detectors, at: now) }
  }

  func acceptNewLevel(rule: Int, scope: Scope) -> Bool {
    signals.withLock { $0.board.acceptNewLevel(rule: rule, scope: scope) }
  }

  /// How far the spend of each route and model is out of what is usual.
  func anomalyScores() -> [(scope: Scope, score: Double)] { signals.withLock { $0.board.anomalyScores } }

  /// The rules whose windows are kept.
  var rules: [AlertRule] { signals.withLock { $0.rules } }

  /// Counts a batch of calls under one lock.
  func record(_ calls: [CallRecord], at now: Nanoseconds, dimensions: (CallRecord) -> Dimensions) {
    measurements.withLock { measurements in
      for call in calls { measurements.record(call, at: now) }
    }
    observe(calls, at: now, dimensions: dimensions)
  }

  /// Shows calls to the windows only: what they were before a restart is not counted again.
  func observe(_ calls: [CallRecord], at now: Nanoseconds, dimensions: (CallRecord) -> Dimensions) {
    guard looksAtCalls.load(ordering: .relaxed) else { return }
    signals.withLock { signals in
      for call in calls { signals.board.observe(call: call, dimensions: { dimensions(call) }, at: now) }
    }
  }

  func record(_ judgement: Judgement) {
    measurements.withLock {
      $0.record(
        judgement.verdict.kind, evaluator: judgement.evaluator, call: judgement.record,
        weight: judgement.sample.weight, at: judgement.at)
    }
    observe(judgement)
  }

  /// Shows a verdict to the windows only.
  func observe(_ judgement: Judgement) {
    signals.withLock {
      $0.board.observe(
        verdict: judgement.verdict, of: judgement.evaluator, sample: judgement.sample, call: judgement.record,
        dimensions: { judgement.dimensions }, at: judgement.at)
    }
    quality.withLock {
      $0.observe(
        verdict: judgement.verdict, of: judgement.evaluator, sample: judgement.sample, call: judgement.record,
        at: judgement.at)
    }
  }

  /// Counts a verdict in place of an earlier one of the same evaluator on the same call.
  ///
  /// - Parameter then: when the earlier one was observed.
  func record(_ judgement: Judgement, inPlaceOf old: Verdict, of then: Nanoseconds) {
    measurements.withLock {
      $0.record(
        judgement.verdict.kind, inPlaceOf: old.kind, evaluator: judgement.evaluator, call: judgement.record,
        weight: judgement.sample.weight, at: judgement.at)
    }
    signals.withLock {
      $0.board.retract(
        verdict: old, of: judgement.evaluator, sample: judgement.sample, call: judgement.record,
        dimensions: { judgement.dimensions }, at: then, now: judgement.at)
    }
    quality.withLock {
      $0.retract(
        verdict: old, of: judgement.evaluator, sample: judgement.sample, call: judgement.record, at: then,
        now: judgement.at)
    }
    observe(judgement)
  }

  func record(_ admission: Admission, route: String?) {
    measurements.withLock { $0.record(admission.decision, route: route, reason: admission.cause) }
  }

  /// The values of every rule's groups.
  func values(at now: Nanoseconds) -> [(rule: Int, scope: Scope, value: SignalValue)] {
    signals.withLock { signals in
      signals.rules.indices.flatMap { rule in
        signals.board.values(ofRule: rule, at: now).map { (rule, $0.scope, $0.value) }
      }
    }
  }

  func exceedance(ofRule rule: Int, scope: Scope, at now: Nanoseconds) -> Double? {
    signals.withLock { $0.board.exceedance(ofRule: rule, scope: scope, at: now) }
  }

  func reset(rule: Int, scope: Scope) { signals.withLock { $0.board.reset(rule: rule, scope: scope) } }

  /// How many samples found no group, since their rule had as many as it may have.
  var refusedSamples: UInt64 { signals.withLock { $0.board.refused } }

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
  /// Whether it takes the place of an earlier one.
  var isAgain = false
}
