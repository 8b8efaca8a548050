internal import CallModel
internal import Glibc
internal import Logging
internal import PluginKit

/// Hands what happens to the push exporters, each at its own pace.
///
/// To offer something takes constant time and never waits: each exporter has a bounded queue that
/// drops its oldest, and counts them. All are served by tasks on one thread of their own, so that
/// rendering takes no thread of the cooperative pool.
final class ExportStage: Sendable {
  private struct Service {
    var tasks: [Task<Void, Never>] = []
    var running = 0
    var isStopped = false
  }

  private let lines: [ExportLine]
  private let executor: ThreadExecutor?
  private let service = Monitor(Service())
  private let clock: @Sendable () -> Nanoseconds
  private let wantsVerdicts: Bool

  /// - Parameter clock: never set back.
  init(
    _ exporters: [RunningExporter], meter: ServiceMeter, logger: Logger, limits: ExportLimits = ExportLimits(),
    clock: @escaping @Sendable () -> Nanoseconds = monotonicClock
  ) {
    let lines = exporters.map { ExportLine($0, limits, meter: meter, logger: logger, clock: clock) }
    self.lines = lines
    self.clock = clock
    wantsVerdicts = lines.contains { $0.wants.contains(.verdicts) }
    executor = exporters.isEmpty ? nil : ThreadExecutor("export")
  }

  /// Begins to serve.
  ///
  /// - Parameters:
  ///   - snapshot: what is measured now; called on the stage's thread.
  ///   - firing: the alerts that fire now and that an exporter of a name is told of; the same.
  func start(
    snapshot: @escaping @Sendable () -> MetricsSnapshot?,
    firing: @escaping @Sendable (String) -> [AlertChange] = { _ in [] }
  ) {
    guard let executor else { return }
    service.withLock { $0.running = lines.count }
    let tasks = lines.map { line in
      Task(executorPreference: executor) { [service] in
        await line.run(snapshot: snapshot, firing: firing)
        service.withLock { $0.running -= 1 }
      }
    }
    service.withLock { $0.tasks = tasks }
  }

  /// Verdicts were given, by one evaluator on a batch of calls.
  func offer(_ judgements: [Judgement]) {
    guard wantsVerdicts, !judgements.isEmpty else { return }
    let answers = judgements.map(JudgedAnswer.init)
    for line in lines where line.wants.contains(.verdicts) { line.offer(answers) }
  }

  /// An alert changed its state.
  ///
  /// - Parameter names: which exporters hear of it; nil for all that want alerts.
  func offer(_ change: AlertChange, to names: Set<String>? = nil) {
    for line in lines where line.wants.contains(.alerts) && names?.contains(line.name) != false {
      line.offer(change)
    }
  }

  /// Sends what is left, for at most `limit`, and ends; it blocks that long. A second call does nothing.
  func stop(within limit: Nanoseconds = .seconds(5)) {
    let isFirst = service.withLock { service in
      defer { service.isStopped = true }
      return !service.isStopped
    }
    guard isFirst, let executor else { return }
    let deadline = clock() + limit
    for line in lines { line.stop(deadline: deadline) }
    if !hasEnded(within: limit) {
      for task in service.withLock({ $0.tasks }) { task.cancel() }
      // One that does not even heed cancellation is left behind, since the process is about to end.
      guard hasEnded(within: .seconds(1)) else { return }
    }
    executor.stop()
  }

  private func hasEnded(within limit: Nanoseconds) -> Bool {
    service.wait(timeout: limit) { $0.running == 0 ? true : nil } ?? false
  }
}

extension JudgedAnswer {
  init(_ judgement: Judgement) {
    self.init(
      trace: judgement.record.trace, span: judgement.record.span, dimensions: judgement.dimensions,
      evaluator: judgement.evaluator, verdict: judgement.verdict, sample: judgement.sample, at: judgement.at)
  }
}

/// Nanoseconds since the system started.
func monotonicClock() -> Nanoseconds {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
