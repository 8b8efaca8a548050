internal import CallModel
internal import Glibc
internal import Synchronization

extension Child {
  /// How much of a standard error is taken before it is left alone for `PipeLoop.pause`: a program that writes
  /// faster waits, and the loop's thread serves the others.
  private static let share = 2 << 20

  /// The most that is taken of it after the program's end.
  private static let rest = 1 << 20

  func readErrors(_ buffer: UnsafeMutableRawBufferPointer) {
    let now = monotonic()
    let lines = state.withLock { state in
      let read = takeErrors(&state, buffer, now: now)
      guard state.errors.isOpen else { return read.lines }
      if now - state.takenSince >= PipeLoop.pause {
        state.takenSince = now
        state.taken = 0
      }
      state.taken += read.count
      if state.taken >= Self.share {
        state.pausedAt = now
      } else {
        loop.watch(state.errors.number, .errors, of: id, for: PipeLoop.Interest.readableOnce)
      }
      return read.lines
    }
    write(lines: lines)
  }

  /// Goes on with a standard error that was left alone long enough; true while it is left alone.
  func resumeErrors(_ now: Nanoseconds) -> Bool {
    state.withLock { state in
      guard let paused = state.pausedAt else { return false }
      guard now - paused >= PipeLoop.pause else { return true }
      state.pausedAt = nil
      if state.errors.isOpen {
        loop.watch(state.errors.number, .errors, of: id, for: PipeLoop.Interest.readableOnce)
      }
      return false
    }
  }

  /// What is left in the pipe after the program's end, and the count of what was left out.
  func drainErrors(_ buffer: UnsafeMutableRawBufferPointer) {
    let now = monotonic()
    let lines = state.withLock { state in
      var all: [String] = []
      for _ in 0..<(Self.rest / buffer.count) {
        let read = takeErrors(&state, buffer, now: now)
        all += read.lines
        if read.count == 0 { break }
      }
      return all + state.limiter.end()
    }
    write(lines: lines)
  }

  /// One read: its bytes and the lines that they finish; at the end of the stream it is closed.
  private func takeErrors(
    _ state: inout State, _ buffer: UnsafeMutableRawBufferPointer, now: Nanoseconds
  ) -> (count: Int, lines: [String]) {
    guard state.errors.isOpen else { return (0, []) }
    let count = Glibc.read(state.errors.number, buffer.baseAddress, buffer.count)
    if count > 0 {
      return (count, state.limiter.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]), now: now))
    }
    if count == 0 || (errno != EAGAIN && errno != EINTR) { state.errors.close() }
    return (0, [])
  }
}
