internal import CallModel
internal import PluginKit
internal import Synchronization

extension PluginProgram {
  /// What is done once the lock is open again.
  private enum Effect {
    case spawn(generation: Int)
    case kill(any HostProcess)
    case log(LogLevel, String)
    case resume(CheckedContinuation<Void, Never>)
    case hand(CheckedContinuation<[PluginReply], Never>, [PluginReply])
    case cancel(Task<Void, Never>)
  }

  /// Tells the session an event, and does what it asks for: decided under the lock, done after it.
  func act(_ event: (inout State, Nanoseconds) -> [SessionAction]) {
    let now = now
    let effects = state.withLock { state -> [Effect] in
      var effects: [Effect] = []
      for action in event(&state, now) { take(action, &state, &effects) }
      settle(&state, now, &effects)
      return effects
    }
    for effect in effects { carryOut(effect) }
  }

  private func take(_ action: SessionAction, _ state: inout State, _ effects: inout [Effect]) {
    switch action {
    case .start:
      state.generation += 1
      state.outbox = Outbox()
      effects.append(.spawn(generation: state.generation))
    case .write(let lines):
      if let writer = state.outbox.add(lines) { effects.append(.resume(writer)) }
    case .reply(let id, let reply):
      if let (continuation, replies) = state.asked.take(reply, for: id) { effects.append(.hand(continuation, replies)) }
    case .closeInput:
      if let writer = state.outbox.close() { effects.append(.resume(writer)) }
    case .kill:
      if let process = state.process { effects.append(.kill(process)) }
    case .log(let level, let message): effects.append(.log(level, message))
    case .finished:
      if let timer = state.timer { effects.append(.cancel(timer)) }
    }
  }

  /// Wakes those who wait for a phase, and sets the timer.
  private func settle(_ state: inout State, _ now: Nanoseconds, _ effects: inout [Effect]) {
    switch state.session.phase {
    case .idle, .starting: break
    case .ready, .dying, .waiting, .leaving, .finished:
      effects += state.awaitingStart.map { .resume($0) }
      state.awaitingStart.removeAll()
    }
    if case .finished = state.session.phase {
      effects += state.awaitingEnd.map { .resume($0) }
      state.awaitingEnd.removeAll()
    }
    guard let wake = state.session.nextWake, wake < state.wake ?? .max else { return }
    if let timer = state.timer { effects.append(.cancel(timer)) }
    state.wake = wake
    state.timer = Task { [weak self] in
      try? await Task.sleep(for: .nanoseconds(max(0, wake - now)))
      guard !Task.isCancelled else { return }
      self?.act { state, now in
        state.wake = nil
        state.timer = nil
        return state.session.tick(now: now)
      }
    }
  }

  private func carryOut(_ effect: Effect) {
    switch effect {
    case .spawn(let generation): Task { await live(generation) }
    case .kill(let process): process.kill()
    case .log(let level, let message): host.log(level, message)
    case .resume(let continuation): continuation.resume()
    case .hand(let continuation, let replies): continuation.resume(returning: replies)
    case .cancel(let task): task.cancel()
    }
  }
}
