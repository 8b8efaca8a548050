internal import CallModel
internal import Canaries
internal import PluginKit
internal import Synchronization

/// Asks the canaries' questions when they are due, and sends what came of each the way of any other call.
///
/// At most `CanarySchedule.mostUnderWay` are under way at once, each in a task of its own that ends within its
/// canary's timeout.
final class CanaryRounds: Sendable {
  private struct State {
    var canaries: [Canary]
    var schedule: CanarySchedule
    /// Tells questions of before a reload apart: their places mean nothing now.
    var generation = 0
  }

  private struct Asking: Sendable {
    let canary: Canary
    let question: Canary.Question
    let place: Int
    let generation: Int
  }

  private let state: Mutex<State>
  private let host: any Host
  private let take: @Sendable ([UInt8]) async -> Void

  /// - Parameter take: ingests a trace request (OTLP, protobuf).
  init(_ canaries: [Canary], host: any Host, at now: Nanoseconds, take: @escaping @Sendable ([UInt8]) async -> Void) {
    state = Mutex(State(canaries: canaries, schedule: CanarySchedule(canaries, at: now)))
    self.host = host
    self.take = take
  }

  /// Begins what is due; for a thread that turns every second or so.
  func turn(at now: Nanoseconds) {
    let askings = state.withLock { state in
      state.schedule.takeDue(at: now).map { due in
        let canary = state.canaries[due.canary]
        return Asking(
          canary: canary, question: canary.questions[due.question], place: due.canary, generation: state.generation)
      }
    }
    for asking in askings { Task { await ask(asking) } }
  }

  private func ask(_ asking: Asking) async {
    let start = host.now()
    let reply = await asking.canary.ask(asking.question, of: host)
    let span = CanarySpan(
      asking.canary, asking.question, reply,
      trace: TraceID(high: .random(in: 1 ... .max), low: .random(in: 0 ... .max)),
      span: SpanID(.random(in: 1 ... .max)), start: start, end: host.now())
    await take(span.request())
    state.withLock { state in
      if state.generation == asking.generation { state.schedule.done(asking.place) }
    }
  }

  /// Asks so many questions at once of each canary that an evaluator judges.
  func challenge(_ evaluator: String, count: Int) {
    state.withLock { state in
      for place in state.canaries.indices where state.canaries[place].evaluator == evaluator {
        state.schedule.challenge(place, count: count)
      }
    }
  }

  /// The answers known to be right that an evaluator is challenged with, over all canaries that it judges.
  func goldenAnswers(for evaluator: String, count: Int) -> [LLMCall] {
    let canaries = state.withLock { $0.canaries }.filter { $0.evaluator == evaluator }
    let answers = canaries.flatMap { $0.goldenAnswers(count) }
    // Fewer questions than are asked for come again.
    return answers.isEmpty ? [] : (0..<max(0, count)).map { answers[$0 % answers.count] }
  }

  /// Takes other canaries; one that stays as it is begins anew.
  func replace(with canaries: [Canary], at now: Nanoseconds) {
    state.withLock { state in
      if state.canaries == canaries { return }
      state = State(
        canaries: canaries, schedule: CanarySchedule(canaries, at: now), generation: state.generation + 1)
    }
  }
}
