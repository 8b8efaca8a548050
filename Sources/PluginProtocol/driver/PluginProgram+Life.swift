internal import CallModel
internal import PluginKit
internal import Synchronization

extension PluginProgram {
  /// The most bytes that are handed to the program's input at once, but for one line that is larger.
  private static var writeSize: Int { 256 << 10 }

  /// One start of the program, from its birth to its end.
  func live(_ generation: Int) async {
    let process: any HostProcess
    do throws(HostError) {
      process = try await host.spawn(program)
    } catch {
      act { state, now in state.session.failedToStart("\(error)", now: now) }
      return
    }
    act { state, now in
      state.process = process
      return state.session.started(now: now)
    }
    let writing = Task { await write(to: process, generation) }
    let reading = Task { await read(from: process, generation) }
    let exit = await process.exit()
    // Whatever it left behind must not hold its pipes open.
    process.kill()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await reading.value }
      group.addTask { try? await Task.sleep(for: .seconds(1)) }
      await group.next()
      reading.cancel()
      group.cancelAll()
    }
    writing.cancel()
    endWriting(generation)
    act { state, now in
      state.process = nil
      return state.session.ended(exit, now: now)
    }
  }

  private func read(from process: any HostProcess, _ generation: Int) async {
    while let bytes = try? await process.read(), !Task.isCancelled {
      act { state, now in
        state.generation == generation ? state.session.received(bytes, now: now) : []
      }
    }
  }

  private func write(to process: any HostProcess, _ generation: Int) async {
    while true {
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          if state.generation != generation { return true }
          return !state.outbox.wait(continuation)
        }
        if isReady { continuation.resume() }
      }
      let next = state.withLock { state in state.generation == generation ? state.outbox.take() : .end }
      switch next {
      case .lines(let lines):
        guard await write(lines, to: process) else { return }
      case .close: return process.closeInput()
      case .end: return
      }
    }
  }

  /// False once the program takes no more.
  private func write(_ lines: [PluginLine], to process: any HostProcess) async -> Bool {
    var bytes: [UInt8] = []
    for (place, line) in lines.enumerated() {
      let start = bytes.count
      line.write(into: &bytes)
      if bytes.count - start > LineFraming.longest, case .question(let id, _) = line {
        bytes.removeLast(bytes.count - start)
        act { state, now in state.session.isTooLong(id, now: now) }
      }
      guard bytes.count >= Self.writeSize || place == lines.count - 1, !bytes.isEmpty else { continue }
      do {
        try await process.write(bytes)
      } catch {
        return false
      }
      bytes.removeAll(keepingCapacity: true)
    }
    return true
  }

  private func endWriting(_ generation: Int) {
    let writer = state.withLock { state in state.generation == generation ? state.outbox.end() : nil }
    writer?.resume()
  }
}
