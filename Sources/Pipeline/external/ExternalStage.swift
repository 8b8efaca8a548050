internal import CallModel
internal import Ingest
internal import Logging
internal import NIOCore
internal import Storage
internal import Synchronization
internal import Telemetry

/// Finds the calls of verdicts from elsewhere, on one thread.
///
/// Calls are found by reading the index's new ones by their ids, and only while something waits: who
/// sends no verdicts pays nothing.
final class ExternalStage: Sendable {
  enum Item: Sendable {
    case reports([EvaluationReport], at: Nanoseconds)
    /// Which spans gave which answers.
    case responses([(response: UInt64, span: SpanID)])

    var cost: Int {
      switch self {
      case .reports(let reports, _): reports.count
      case .responses(let responses): responses.count
      }
    }
  }

  private let worker: Worker<Item>
  private let desk: SharedDesk
  private let isWanted: Atomic<Bool>
  private let meter: ExternalMeter
  private let finish: @Sendable () -> Void
  private let tellOf: @Sendable (String) -> Void
  private let waiting = Gauge()

  /// - Parameters:
  ///   - bound: reports, or ids of answers, that may wait for the thread; beyond it they are dropped and
  ///     counted.
  ///   - deliver: takes what found its call and is no repetition.
  init(
    _ desk: ExternalDesk, index: IndexReader, symbols: Symbols, meter: ServiceMeter, logger: Logger,
    bound: Int = 100_000, deliver: @escaping @Sendable ([ExternalDesk.Found]) -> Void
  ) {
    isWanted = Atomic(desk.isWanted)
    let desk = SharedDesk(desk)
    let meter = ExternalMeter(meter.instruments)
    let told = Mutex<Set<String>>([])
    tellOf = { name in
      let isNew = told.withLock { $0.count < ExternalEvaluator.most && $0.insert(name).inserted }
      guard isNew else { return }
      logger.warning(
        "verdicts come of an evaluator that is not declared: they are not counted; declare it with plugin: external",
        metadata: ["evaluator": "\(name)"])
    }
    let waiting = waiting
    @Sendable func turn(isLast: Bool) {
      do {
        let outcome = try desk.state.withLock { desk in
          let outcome = try desk.turn(at: wallClock(), index, symbols: symbols, isLast: isLast)
          waiting.set(desk.count)
          return outcome
        }
        meter.count(outcome)
        let news = outcome.found.filter { $0.verdict != .repeated }
        if !news.isEmpty { deliver(news) }
      } catch {
        // What waits goes on waiting, within its bound.
        logger.error("the index cannot be read for verdicts from elsewhere", metadata: ["problem": "\(error)"])
      }
    }
    finish = { turn(isLast: true) }
    self.desk = desk
    self.meter = meter
    let tellOf = tellOf
    worker = Worker("external", bound: bound, batch: 64, idle: .milliseconds(100), cost: { $0.cost }) { items in
      let strangers = desk.state.withLock { $0.take(items) }
      meter.undeclared.add(strangers.count)
      for name in strangers { tellOf(name) }
      turn(isLast: false)
    }
  }

  /// Takes what a durable batch says, without waiting: counting calls must not be held back.
  func offer(_ reports: [EvaluationReport], at now: Nanoseconds) {
    if reports.isEmpty { return }
    if !worker.offer(.reports(reports, at: now)) { meter.dropped.add(reports.count) }
  }

  /// Takes which answers a batch's calls gave.
  func offer(responsesOf calls: [CallRecord], in bytes: UnsafeRawBufferPointer) {
    guard isWanted.load(ordering: .relaxed) else { return }
    let responses = calls.compactMap { call -> (UInt64, SpanID)? in
      guard !call.response.isEmpty, call.response.bounds.upperBound <= bytes.count else { return nil }
      return (responseHash(of: UnsafeRawBufferPointer(rebasing: bytes[call.response.bounds])), call.span)
    }
    if !responses.isEmpty { _ = worker.offer(.responses(responses)) }
  }

  /// Whether any of these is worth keeping; those that are not are counted here.
  func wants(_ evaluations: ReadEvaluations) -> Bool {
    meter.rejected.add(evaluations.rejected)
    if evaluations.reports.isEmpty { return false }
    if isWanted.load(ordering: .relaxed) { return true }
    meter.undeclared.add(evaluations.reports.count)
    for report in evaluations.reports.prefix(ExternalEvaluator.most) { tellOf(report.name) }
    return false
  }

  func apply(_ evaluators: [ExternalEvaluator], quiet: Nanoseconds) {
    desk.state.withLock { $0.apply(evaluators, quiet: quiet) }
    isWanted.store(!evaluators.isEmpty, ordering: .relaxed)
  }

  var isRunning: Bool { worker.isRunning }
  var depth: (items: Int, cost: Int, refused: UInt64) { worker.depth }
  /// How many verdicts wait for their call.
  var waitingReports: Int { Int(waiting.value) }

  /// Decides of all that waits.
  func stop() {
    worker.stop()
    finish()
  }
}

/// The desk behind its lock, for the thread and for a reload.
private final class SharedDesk: Sendable {
  let state: Mutex<ExternalDesk>

  init(_ desk: ExternalDesk) { state = Mutex(desk) }
}

extension ExternalDesk {
  /// Takes items, and says who sent verdicts without being declared: a name a verdict.
  fileprivate mutating func take(_ items: [ExternalStage.Item]) -> [String] {
    var strangers: [String] = []
    for item in items {
      switch item {
      case .responses(let responses):
        for (response, span) in responses { learn(response: response, of: span) }
      case .reports(let reports, let now):
        for report in reports {
          if knows(report.name) { add(report, at: now) } else { strangers.append(report.name) }
        }
      }
    }
    return strangers
  }
}
