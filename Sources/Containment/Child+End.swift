internal import CContainment
internal import CallModel
internal import Glibc
internal import PluginKit
internal import Synchronization

extension Child {
  /// How long a supervisor without a namespace has to end what it can find, before it is ended itself.
  private static let patience = Nanoseconds.seconds(1)
  /// How long the launcher may take until the program runs.
  private static let longestStart = Nanoseconds.seconds(10)

  func kill() {
    state.withLock { state in
      if state.killed == nil { state.killed = monotonic() }
      signal(&state)
    }
  }

  func exit() async -> ProgramExit {
    await withCheckedContinuation { continuation in
      let exit = state.withLock { state in
        if state.exit == nil { state.waiting.append(continuation) }
        return state.exit
      }
      if let exit { continuation.resume(returning: exit) }
    }
  }

  /// Nobody will read any more.
  func abandon() {
    kill()
    state.withLock { $0.output.close() }
  }

  /// News of the launcher or the supervisor.
  func follow(_ channel: PipeLoop.Channel, _ buffer: UnsafeMutableRawBufferPointer) {
    var started: Started?
    let (result, isOver) = state.withLock { state -> (Result<ContainmentReport, HostError>?, Bool) in
      if channel == .launcher, state.launcher.isOpen, ccontainment_reap(state.launcher.number) != 0 {
        state.launcher.close()
      }
      if channel == .supervisor, state.supervisor.isOpen, ccontainment_reap(state.supervisor.number) != 0 {
        state.supervisor.close()
      }
      // After the reaping: what an ended process wrote is in the pipe by then.
      readReport(&state)
      signal(&state)
      let isOver = !state.launcher.isOpen && !state.supervisor.isOpen
      guard state.started != nil else { return (nil, isOver) }
      if let failure = state.failure {
        started = state.started
        state.started = nil
        return (.failure(failure), isOver)
      }
      guard let holds = state.holds, state.process != nil else { return (nil, isOver) }
      started = state.started
      state.started = nil
      return (.success(holds), isOver)
    }
    if let result { started?.resume(returning: result) }
    if isOver { finish(buffer) }
  }

  /// Looks at its memory, and at what is overdue; on the loop's thread.
  func look(_ now: Nanoseconds) {
    let process = state.withLock { state in
      if state.started != nil, state.killed == nil, now - state.begun >= Self.longestStart {
        state.failure = HostError("\(name): it could not be started within 10 s", isTransient: true)
        state.killed = now
      }
      if state.killed != nil { signal(&state, now: now) }
      return state.exit == nil ? state.process : nil
    }
    guard let process else { return }
    let size = ProcessTree.residentSize(under: process, limit: limits.memory)
    state.withLock { state in
      state.residentSize = size
      guard size > limits.memory, state.killed == nil else { return }
      state.overMemory = size
      state.killed = now
      signal(&state)
    }
  }

  /// Sends what its end needs, if that was asked for and can be sent already.
  private func signal(_ state: inout State, now: Nanoseconds = monotonic()) {
    guard let killed = state.killed else { return }
    let isOverdue = now - killed >= Self.patience
    // The launcher is let alone: it ends by itself, and ending it half-way could leave a supervisor unknown.
    if isOverdue, state.process == nil, state.launcher.isOpen {
      _ = ccontainment_pidfd_kill(state.launcher.number, SIGKILL)
    }
    guard state.supervisor.isOpen else { return }
    if state.holds?.contains(.processes) == true || isOverdue {
      _ = ccontainment_pidfd_kill(state.supervisor.number, SIGKILL)
    } else if state.holds != nil, !state.isSignalled {
      state.isSignalled = true
      _ = ccontainment_pidfd_kill(state.supervisor.number, SIGTERM)
    }
  }

  private func readReport(_ state: inout State) {
    var record = ccontainment_record()
    while state.report.isOpen {
      let count = Glibc.read(state.report.number, &record, MemoryLayout<ccontainment_record>.size)
      if count == MemoryLayout<ccontainment_record>.size {
        take(record, &state)
      } else if count == 0 {
        state.report.close()
      } else {
        return
      }
    }
  }

  private func take(_ record: ccontainment_record, _ state: inout State) {
    switch Int(record.kind) {
    case Int(CCONTAINMENT_STARTED):
      state.process = record.first
      let descriptor = ccontainment_pidfd_open(record.first)
      state.supervisor.set(descriptor)
      loop.watch(descriptor, .supervisor, of: id, for: PipeLoop.Interest.readable)
    case Int(CCONTAINMENT_RUNNING):
      state.holds = ContainmentReport(rawValue: record.first)
    case Int(CCONTAINMENT_FAILED):
      state.failure = HostError(
        "\(name): \(sentence(step: Int(record.first), error: SystemError(record.second)))",
        isTransient: SystemError(record.second).isTransient)
    case Int(CCONTAINMENT_EXITED):
      state.ended = .status(Int(record.first))
    case Int(CCONTAINMENT_SIGNALLED):
      state.ended = .signal(Int(record.first))
    default: break
    }
  }

  private func sentence(step: Int, error: SystemError) -> String {
    switch step {
    case Int(CCONTAINMENT_AT_FOLDER): return "its folder cannot be entered: \(error)"
    case Int(CCONTAINMENT_AT_PROGRAM):
      // Where a folder of the path is closed to it, the system says so even of a program that is nowhere.
      guard error.number == EACCES else { return "\(error)" }
      guard isFound(name) else { return "\(SystemError(ENOENT))" }
      return geteuid() != 0
        ? "\(error)"
        : "\(error); programs of a service that is root run as another user, who must be able to read and run them"
    case Int(CCONTAINMENT_AT_LIMITS): return "its limits cannot be set: \(error)"
    case Int(CCONTAINMENT_AT_START): return "no process can be started: \(error)"
    default: return "the launcher does not understand how it was called"
    }
  }
}

/// Whether this process finds a program.
private func isFound(_ name: String) -> Bool {
  if name.contains("/") { return true }
  let path = getenv("PATH").map { String(cString: $0) } ?? ""
  return path.split(separator: ":").contains { access("\($0)/\(name)", F_OK) == 0 }
}
