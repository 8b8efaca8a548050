package import CallModel
internal import JSON
package import PluginKit

/// One plugin's program over its whole life, restarts included: a value without clock or pipe.
///
/// Events go in as methods, with the time; what is to be done comes out as actions. Each question
/// gets exactly one reply: the program's answer, or why there is none. The driver calls `tick` at
/// `nextWake`.
package struct PluginSession: Sendable {
  /// Where the program is in its life.
  package enum Phase: Hashable, Sendable {
    /// Not started yet.
    case idle
    /// `start` was asked for, or its `ready` has not come.
    case starting(until: Nanoseconds)
    case ready(since: Nanoseconds)
    /// Killed; its end has not been seen.
    case dying
    /// It ended by itself, and is started again at this time.
    case waiting(until: Nanoseconds)
    /// Its input is closed.
    case leaving(until: Nanoseconds)
    case finished
  }

  struct Flight {
    let question: PluginQuestion
    let sent: Nanoseconds
    let deadline: Nanoseconds
    /// When its cancellation was written; from then on nobody waits for it.
    var cancelled: Nanoseconds?
  }

  struct Waiting {
    let id: UInt64
    let question: PluginQuestion
    let deadline: Nanoseconds
  }

  package let hello: PluginLine.Hello
  package let limits: SessionLimits
  package internal(set) var phase = Phase.idle
  package internal(set) var tally = SessionTally()
  /// What the program calls itself.
  package internal(set) var name: String?
  package internal(set) var version: String?
  /// What went wrong last, for a person.
  package internal(set) var lastProblem: String?

  var nextID: UInt64 = 1
  var flights: [UInt64: Flight] = [:]
  var queue = QuestionQueue()
  var framing = LineFraming()
  /// Ends in a row without a healthy time before them.
  var failures = 0
  /// When the program that runs became ready; nil if it is not yet.
  var readySince: Nanoseconds?
  var strayRun = 0
  var loggedFaults = 0
  var isStopping = false
  /// Why the program is being killed, for those whose questions it had.
  var reasonToKill: String?
  /// The earliest deadline in flight or queue may lie later than this, never earlier.
  var earliest = Nanoseconds.max

  package init(hello: PluginLine.Hello, limits: SessionLimits) {
    self.hello = hello
    self.limits = limits
  }

  /// Questions that wait for a place with the program.
  package var waitingCount: Int { queue.count }
  /// Questions that the program has and somebody waits for, or that it never answered.
  package var inFlightCount: Int { flights.count }

  // MARK: What the owner wants

  /// Starts the program; later calls do nothing.
  package mutating func begin(now: Nanoseconds) -> [SessionAction] {
    guard case .idle = phase else { return [] }
    return launch(now)
  }

  /// Asks questions; each gets a reply by its deadline, `limits.timeout` from now.
  ///
  /// - Returns: the questions' ids, and what to do; replies may be among it.
  package mutating func ask(
    _ questions: [PluginQuestion], now: Nanoseconds
  ) -> (ids: Range<UInt64>, actions: [SessionAction]) {
    let ids = nextID..<(nextID + UInt64(questions.count))
    nextID = ids.upperBound
    var actions = begin(now: now)
    let deadline = now + limits.timeout
    let refusal = refusal(of: deadline)
    for (id, question) in zip(ids, questions) {
      if let refusal {
        actions.append(.reply(id: id, .failed(refusal)))
      } else if queue.count >= limits.queue {
        actions.append(
          .reply(id: id, .failed(PluginFailure(.busy, "\(limits.queue) questions wait for the plugin already"))))
      } else {
        queue.append(Waiting(id: id, question: question, deadline: deadline))
        earliest = min(earliest, deadline)
      }
    }
    return (ids, actions + fill(now))
  }

  /// Nobody waits for these any more: they get a reply now, and the program is told.
  package mutating func cancel(_ ids: some Sequence<UInt64>, now: Nanoseconds) -> [SessionAction] {
    var actions: [SessionAction] = []
    var lines: [PluginLine] = []
    let failure = PluginFailure(.cancelled, "the question was withdrawn")
    for id in ids {
      if let flight = flights[id], flight.cancelled == nil {
        flights[id]?.cancelled = now
        earliest = min(earliest, now + limits.grace)
        lines.append(.cancel(id: id))
        actions.append(.reply(id: id, .failed(failure)))
      } else if queue.remove(id) {
        actions.append(.reply(id: id, .failed(failure)))
      }
    }
    return (lines.isEmpty ? [] : [.write(lines)]) + actions
  }

  /// Takes no more questions, and ends the program once those that it has are answered.
  package mutating func stop(now: Nanoseconds) -> [SessionAction] {
    guard !isStopping else { return [] }
    isStopping = true
    switch phase {
    case .idle, .waiting:
      phase = .finished
      return failQueue(PluginFailure(.cancelled, "the plugin is being stopped")) + [.finished]
    case .starting, .ready: return leaveIfDone(now)
    case .dying, .leaving, .finished: return []
    }
  }

  // MARK: What the program does

  /// The program runs.
  package mutating func started(now: Nanoseconds) -> [SessionAction] {
    guard case .starting = phase else { return [.kill] }
    framing = LineFraming()
    strayRun = 0
    loggedFaults = 0
    return [.write([.hello(hello)])]
  }

  /// The program could not be started.
  package mutating func failedToStart(_ reason: String, now: Nanoseconds) -> [SessionAction] {
    end("it cannot be started: \(reason)", now)
  }

  /// The program ended, whoever ended it; all that it wrote has been handed over before.
  package mutating func ended(_ exit: ProgramExit, now: Nanoseconds) -> [SessionAction] {
    var actions: [SessionAction] = []
    if let fault = framing.end(), !isStopping { actions += note(fault) }
    return actions + end(reasonToKill ?? "\(exit.sentence)", now)
  }

  // MARK: Time

  /// The time at which `tick` has something to do, at the earliest; nil if only an event can change
  /// anything.
  package var nextWake: Nanoseconds? {
    let own: Nanoseconds? =
      switch phase {
      case .starting(let until), .waiting(let until), .leaving(let until): until
      case .idle, .ready, .dying, .finished: nil
      }
    return flights.isEmpty && queue.isEmpty ? own : min(own ?? .max, earliest)
  }

  /// Does what is due.
  package mutating func tick(now: Nanoseconds) -> [SessionAction] {
    var actions: [SessionAction] = []
    if now >= earliest { actions += expire(now) }
    switch phase {
    case .starting(let until) where now >= until:
      actions += kill("it was not ready within \(limits.ready.sentence)", now)
    case .waiting(let until) where now >= until: actions += launch(now)
    case .leaving(let until) where now >= until:
      actions += kill("it did not end within \(limits.farewell.sentence)", now)
    default: break
    }
    if case .ready = phase { actions += fill(now) + leaveIfDone(now) }
    return actions
  }
}
