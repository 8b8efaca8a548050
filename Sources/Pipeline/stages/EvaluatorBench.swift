internal import CallModel
internal import PluginKit
internal import Telemetry

/// One evaluator on a thread of its own, held to its deadline.
///
/// A batch that takes too long becomes verdicts of kind error, and so does every batch that comes
/// while it still runs: an evaluator that hangs costs its own verdicts and nobody else's.
final class EvaluatorBench: Sendable {
  /// A batch's verdicts, once they are there.
  private final class Answer: Sendable {
    let verdicts = Monitor<[Verdict]?>(nil)
  }

  let name: String
  private let running: RunningEvaluator
  private let executor: ThreadExecutor
  private let overdue = Monitor<Answer?>(nil)
  private let seconds: Counter
  private let timeouts: Counter
  /// Calls that it does not judge, since too many wait for it.
  let refused: Counter
  private let started = Monitor(false)
  /// How long a batch is waited for.
  private let patience: Nanoseconds

  init(_ running: RunningEvaluator, meter: ServiceMeter) {
    self.running = running
    name = running.name
    executor = ThreadExecutor("eval-" + running.name)
    seconds = meter.instruments.counter(
      "assay_evaluator_seconds_total", help: "Time spent waiting for evaluators.", labels: ["evaluator": name],
      unit: 1e9)
    timeouts = meter.instruments.counter(
      "assay_evaluator_timeouts_total", help: "Batches that an evaluator did not judge in time.",
      labels: ["evaluator": name])
    refused = meter.instruments.counter(
      "assay_evaluator_refused_total", help: "Calls that an evaluator did not judge, since too many waited for it.",
      labels: ["evaluator": name])
    // One that runs a program keeps the deadline itself, and can say more of what went wrong.
    patience = running.timeout + (running.evaluator.health == nil ? 0 : .seconds(1))
    Task(executorPreference: executor) { [evaluator = running.evaluator, started] in
      await evaluator.start()
      started.withLock { $0 = true }
    }
  }

  /// Waits until the evaluator is up, for so long at the most; whether it is.
  @discardableResult
  func awaitStart(_ time: Nanoseconds = .seconds(12)) -> Bool {
    started.wait(timeout: time) { $0 ? true : nil } ?? false
  }

  /// Whether it may take the place of an evaluator of the same name that a reload has made.
  func isSame(as new: RunningEvaluator) -> Bool {
    guard let revision = running.evaluator.revision else { return false }
    return name == new.name && revision == new.evaluator.revision && running.timeout == new.timeout
  }

  /// How the evaluator's program is doing, if it runs one.
  var health: PluginHealth? { running.evaluator.health }

  /// One verdict a call, in order, within the evaluator's timeout; for the judge's thread.
  func judge(_ calls: [LLMCall]) -> [Verdict] {
    awaitStart()
    if let earlier = overdue.withLock({ $0 }) {
      guard earlier.verdicts.withLock({ $0 }) != nil else {
        return calls.map { _ in .error("the evaluator is still busy with calls of before", label: "busy") }
      }
      overdue.withLock { $0 = nil }
    }
    let started = wallClock()
    let answer = Answer()
    let evaluator = running.evaluator
    Task(executorPreference: executor) {
      let verdicts = await evaluator.judge(calls)
      answer.verdicts.withLock { $0 = verdicts }
    }
    let verdicts = answer.verdicts.wait(timeout: patience) { $0 }
    seconds.add(wallClock() - started)
    guard let verdicts else {
      timeouts.add()
      overdue.withLock { $0 = answer }
      return calls.map { _ in .error("no verdict within \(running.timeout / 1_000_000) ms", label: "timeout") }
    }
    guard verdicts.count == calls.count else {
      return calls.map { _ in
        .error("the evaluator gave \(verdicts.count) verdicts for \(calls.count) calls", label: "broken")
      }
    }
    return verdicts
  }

  /// What it says of answers that nobody asked it to judge, whatever else it judges meanwhile.
  func opinion(of calls: [LLMCall]) async -> [Verdict] {
    await Task(executorPreference: executor) { [evaluator = running.evaluator] in await evaluator.judge(calls) }.value
  }

  /// Ends the thread; one that hangs is left behind, since the process is about to end.
  func stop() {
    let earlier = overdue.withLock { $0 }
    guard earlier == nil || earlier?.verdicts.withLock({ $0 }) != nil else {
      Task { [evaluator = running.evaluator] in await evaluator.stop() }
      return
    }
    let ended = Monitor(false)
    Task(executorPreference: executor) { [evaluator = running.evaluator] in
      await evaluator.stop()
      ended.withLock { $0 = true }
    }
    if ended.wait(timeout: .seconds(5), until: { $0 ? true : nil }) == true { executor.stop() }
  }
}
