internal import CallModel
package import PluginKit

extension PluginSession {
  mutating func launch(_ now: Nanoseconds) -> [SessionAction] {
    phase = .starting(until: now + limits.ready)
    reasonToKill = nil
    readySince = nil
    return [.start]
  }

  /// Why a question with this deadline needs not wait: nobody could answer it by then.
  func refusal(of deadline: Nanoseconds) -> PluginFailure? {
    if isStopping { return PluginFailure(.cancelled, "the plugin is being stopped") }
    guard case .waiting(let until) = phase, until >= deadline else { return nil }
    return PluginFailure(.unavailable, "the plugin is not running: \(lastProblem ?? "it ended")")
  }

  /// Hands waiting questions to the program, as many as it may have.
  mutating func fill(_ now: Nanoseconds) -> [SessionAction] {
    guard case .ready = phase, !queue.isEmpty else { return [] }
    var lines: [PluginLine] = []
    while flights.count < limits.maxInFlight, let next = queue.popFirst() {
      flights[next.id] = Flight(question: next.question, sent: now, deadline: next.deadline)
      lines.append(.question(id: next.id, next.question))
    }
    return lines.isEmpty ? [] : [.write(lines)]
  }

  /// Replies to what has waited too long, and kills a program that does not even answer what was
  /// cancelled.
  mutating func expire(_ now: Nanoseconds) -> [SessionAction] {
    var actions: [SessionAction] = []
    var lines: [PluginLine] = []
    while let late = queue.popFirst(due: now) {
      actions.append(.reply(id: late.id, .failed(lateInQueue)))
    }
    var isHung = false
    for id in flights.keys.sorted() {
      guard let flight = flights[id] else { continue }
      if let cancelled = flight.cancelled {
        isHung = isHung || now >= cancelled + limits.grace
      } else if now >= flight.deadline {
        flights[id]?.cancelled = now
        tally.timeouts += 1
        lines.append(.cancel(id: id))
        actions.append(
          .reply(id: id, .failed(PluginFailure(.timeout, "no answer within \(limits.timeout.sentence)"))))
      }
    }
    if !lines.isEmpty { actions.insert(.write(lines), at: 0) }
    earliest = flights.values.reduce(queue.earliest ?? .max) { earliest, flight in
      min(earliest, flight.cancelled.map { $0 + limits.grace } ?? flight.deadline)
    }
    if isHung { actions += kill("it hangs: no answer within \(limits.timeout.sentence), nor to the cancellation", now) }
    return actions
  }

  private var lateInQueue: PluginFailure {
    switch phase {
    case .idle, .starting: PluginFailure(.unavailable, "the plugin was not ready within \(limits.timeout.sentence)")
    case .waiting, .dying: PluginFailure(.unavailable, "the plugin is not running: \(lastProblem ?? "it ended")")
    case .ready, .leaving, .finished:
      PluginFailure(.timeout, "the plugin was busy with other questions for \(limits.timeout.sentence)")
    }
  }

  /// Ends the program; those that wait for its answers are told now.
  mutating func kill(_ reason: String, _ now: Nanoseconds) -> [SessionAction] {
    reasonToKill = reason
    lastProblem = reason
    phase = .dying
    return failFlights(reason) + [.kill]
  }

  /// The program is gone: starts another, now or later.
  mutating func end(_ reason: String, _ now: Nanoseconds) -> [SessionAction] {
    if case .finished = phase { return [] }
    var actions = failFlights(reason)
    if isStopping {
      phase = .finished
      return actions + failQueue(PluginFailure(.cancelled, "the plugin was stopped")) + [.finished]
    }
    lastProblem = reason
    if let readySince, now - readySince >= limits.healthy { failures = 0 }
    failures += 1
    tally.restarts += 1
    actions.append(.log(.warning, "the plugin ended: \(reason); restart \(failures) in a row"))
    let pause = pause
    guard pause > 0 else { return actions + launch(now) }
    phase = .waiting(until: now + pause)
    let failure = PluginFailure(.unavailable, "the plugin is not running: \(reason)")
    // Those whose time ends before the next start need not wait for it.
    while let hopeless = queue.popFirst(due: now + pause) {
      actions.append(.reply(id: hopeless.id, .failed(failure)))
    }
    return actions
  }

  /// None for the first end in a row; then doubling.
  private var pause: Nanoseconds {
    guard failures > 1 else { return 0 }
    let doublings = min(failures - 2, 20)
    let (product, overflow) = limits.firstPause.multipliedReportingOverflow(by: 1 << doublings)
    return overflow ? limits.longestPause : min(product, limits.longestPause)
  }

  /// Closes the input of a program that has answered everything, if it is to stop.
  mutating func leaveIfDone(_ now: Nanoseconds) -> [SessionAction] {
    guard isStopping, queue.isEmpty, flights.values.allSatisfy({ $0.cancelled != nil }) else { return [] }
    switch phase {
    case .starting, .ready:
      phase = .leaving(until: now + limits.farewell)
      return [.closeInput]
    case .idle, .dying, .waiting, .leaving, .finished: return []
    }
  }

  private mutating func failFlights(_ reason: String) -> [SessionAction] {
    let failure = PluginFailure(.crashed, "the plugin ended before it answered: \(reason)")
    let actions = flights.filter { $0.value.cancelled == nil }.keys.sorted().map {
      SessionAction.reply(id: $0, .failed(failure))
    }
    flights.removeAll(keepingCapacity: true)
    return actions
  }

  mutating func failQueue(_ failure: PluginFailure) -> [SessionAction] {
    var actions: [SessionAction] = []
    while let next = queue.popFirst() { actions.append(.reply(id: next.id, .failed(failure))) }
    return actions
  }
}

extension ProgramExit {
  /// How it ended, in a sentence.
  package var sentence: String {
    switch self {
    case .status(let code): "it exited with status \(code)"
    case .signal(let number): "it was ended by signal \(number)"
    case .overMemory(let bytes): "it used \(bytes >> 20) MiB of memory, more than it may"
    }
  }
}

extension Nanoseconds {
  /// As a person writes it: `250 ms`, `2 s`.
  package var sentence: String {
    self % 1_000_000_000 == 0 ? "\(self / 1_000_000_000) s" : "\(self / 1_000_000) ms"
  }
}
