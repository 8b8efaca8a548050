internal import CallModel
package import PluginKit
internal import Synchronization

/// A plugin's program, kept running: questions in, replies out, whatever the program does.
///
/// It lends a `PluginSession` the pipes of its host's process and a clock. No thread waits: the
/// program's life, its input and the next deadline are a task each.
package final class PluginProgram: Sendable {
  struct State: Sendable {
    var session: PluginSession
    var process: (any HostProcess)?
    /// Which start of the program this is: what an earlier one still says is not listened to.
    var generation = 0
    var outbox = Outbox()
    var asked = AskedQuestions()
    /// When the timer wakes; nil if none is set.
    var wake: Nanoseconds?
    var timer: Task<Void, Never>?
    var awaitingStart: [CheckedContinuation<Void, Never>] = []
    var awaitingEnd: [CheckedContinuation<Void, Never>] = []
  }

  let program: HostProgram
  let host: any Host
  let state: Mutex<State>
  private let epoch = ContinuousClock.now

  package init(_ program: HostProgram, hello: PluginLine.Hello, limits: SessionLimits, host: any Host) {
    self.program = program
    self.host = host
    state = Mutex(State(session: PluginSession(hello: hello, limits: limits)))
  }

  /// Starts the program, and returns when it is ready or has failed more than once.
  package func start() async {
    await withCheckedContinuation { continuation in
      act { state, now in
        state.awaitingStart.append(continuation)
        return state.session.begin(now: now)
      }
    }
  }

  /// One reply a question, in order, within the session's timeout. The program is started if it
  /// does not run.
  package func ask(_ questions: [PluginQuestion]) async -> [PluginReply] {
    guard !questions.isEmpty else { return [] }
    let key = state.withLock { $0.asked.nextKey() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        act { state, now in
          let (ids, actions) = state.session.ask(questions, now: now)
          state.asked.add(ids, key: key, continuation)
          return actions
        }
        if Task.isCancelled { withdraw(key) }
      }
    } onCancel: {
      withdraw(key)
    }
  }

  /// Ends the program, after it has answered what it has, and returns when it is gone.
  package func stop() async {
    await withCheckedContinuation { continuation in
      act { state, now in
        state.awaitingEnd.append(continuation)
        return state.session.stop(now: now)
      }
    }
  }

  /// How it is doing now.
  package var health: PluginHealth {
    state.withLock { state in
      var health = PluginHealth(state: state.session.phase.name)
      health.name = state.session.name
      health.version = state.session.version
      health.queued = state.session.waitingCount
      health.inFlight = state.session.inFlightCount
      health.answers = state.session.tally.answers
      health.answering = state.session.tally.answering
      health.timeouts = state.session.tally.timeouts
      health.restarts = state.session.tally.restarts
      health.faults = state.session.tally.faults
      health.strays = state.session.tally.strays
      health.residentSize = state.process?.residentSize ?? 0
      health.failures = state.session.failures
      health.processIDs = state.process?.processID.map { [$0] } ?? []
      health.containment = state.process?.containment
      health.lastProblem = state.session.lastProblem
      return health
    }
  }

  private func withdraw(_ key: UInt64) {
    act { state, now in
      guard let ids = state.asked.ids(of: key) else { return [] }
      return state.session.cancel(ids, now: now)
    }
  }

  /// Nanoseconds since this was made: a clock that nobody sets.
  var now: Nanoseconds {
    let (seconds, attoseconds) = (ContinuousClock.now - epoch).components
    return .seconds(seconds) + attoseconds / 1_000_000_000
  }
}

extension PluginSession.Phase {
  var name: PluginHealth.State {
    switch self {
    case .idle: .idle
    case .starting: .starting
    case .ready, .leaving: .ready
    case .dying, .waiting: .down
    case .finished: .stopped
    }
  }
}
