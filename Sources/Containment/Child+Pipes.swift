internal import Glibc
internal import PluginKit
internal import Synchronization

extension Child {
  /// The most writes that may wait at once for the pipe.
  static let mostWrites = 1024

  // MARK: Standard input

  func write(_ bytes: [UInt8]) async -> Result<Void, HostError> {
    let id = state.withLock { state in
      state.lastWrite += 1
      return state.lastWrite
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let done: Result<Void, HostError>? = state.withLock { state in
          if Task.isCancelled { return .failure(cancelled()) }
          if state.writes.count >= Self.mostWrites {
            return .failure(HostError("\(name): too many writes wait for it to read", isTransient: true))
          }
          var write = Write(id: id, bytes: bytes, written: 0, continuation: continuation)
          if state.writes.isEmpty, let result = advance(&write, &state) { return result }
          state.writes.append(write)
          if state.writes.count == 1 { awaitRoom(&state) }
          return nil
        }
        if let done { continuation.resume(returning: done) }
      }
    } onCancel: {
      let write = state.withLock { state -> Write? in
        guard let index = state.writes.firstIndex(where: { $0.id == id }) else { return nil }
        return state.writes.remove(at: index)
      }
      write?.continuation.resume(returning: .failure(cancelled()))
    }
  }

  /// The pipe has room again.
  func writeOn() {
    var done: [(Writing, Result<Void, HostError>)] = []
    state.withLock { state in
      while !state.writes.isEmpty {
        var write = state.writes[0]
        guard let result = advance(&write, &state) else {
          state.writes[0] = write
          awaitRoom(&state)
          return
        }
        done.append((write.continuation, result))
        state.writes.removeFirst()
      }
    }
    for (continuation, result) in done { continuation.resume(returning: result) }
  }

  func closeInput() {
    let left = state.withLock { state in
      state.input.close()
      defer { state.writes = [] }
      return state.writes
    }
    for write in left { write.continuation.resume(returning: .failure(HostError("\(name): its input is closed"))) }
  }

  private func awaitRoom(_ state: inout State) {
    loop.watch(state.input.number, .input, of: id, for: PipeLoop.Interest.writableOnce)
  }

  /// Nil while the pipe is full.
  private func advance(_ write: inout Write, _ state: inout State) -> Result<Void, HostError>? {
    guard state.input.isOpen else { return .failure(HostError("\(name): its input is closed")) }
    while write.written < write.bytes.count {
      let count = write.bytes.withUnsafeBytes {
        Glibc.write(state.input.number, $0.baseAddress?.advanced(by: write.written), $0.count - write.written)
      }
      if count >= 0 {
        write.written += count
      } else if errno == EAGAIN {
        return nil
      } else if errno != EINTR {
        let reason = errno == EPIPE ? "it closed its input" : "\(SystemError(errno))"
        return .failure(HostError("\(name): \(reason)", isTransient: true))
      }
    }
    return .success(())
  }

  // MARK: Standard output

  /// The largest piece that is read at once.
  static let piece = 64 << 10

  func read() async -> Result<[UInt8]?, HostError> {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let done: Result<[UInt8]?, HostError>? = state.withLock { state in
          if Task.isCancelled { return .failure(cancelled()) }
          if state.reading != nil { return .failure(HostError("\(name): somebody else reads its output")) }
          let result = withUnsafeTemporaryAllocation(byteCount: Self.piece, alignment: 16) { take(&state, $0) }
          if result == nil {
            state.reading = continuation
            awaitOutput(&state)
          }
          return result
        }
        if let done { continuation.resume(returning: done) }
      }
    } onCancel: {
      let reading = state.withLock { state in
        defer { state.reading = nil }
        return state.reading
      }
      reading?.resume(returning: .failure(cancelled()))
    }
  }

  /// The pipe has something, or its other end is closed.
  func readOn(_ buffer: UnsafeMutableRawBufferPointer) {
    var reading: Reading?
    let result: Result<[UInt8]?, HostError>? = state.withLock { state in
      guard state.reading != nil else { return nil }
      guard let result = take(&state, buffer) else {
        awaitOutput(&state)
        return nil
      }
      reading = state.reading
      state.reading = nil
      return result
    }
    if let result { reading?.resume(returning: result) }
  }

  private func awaitOutput(_ state: inout State) {
    loop.watch(state.output.number, .output, of: id, for: PipeLoop.Interest.readableOnce)
  }

  /// Nil while the pipe is empty.
  private func take(_ state: inout State, _ buffer: UnsafeMutableRawBufferPointer) -> Result<[UInt8]?, HostError>? {
    guard state.output.isOpen else { return .success(nil) }
    while true {
      let count = Glibc.read(state.output.number, buffer.baseAddress, min(buffer.count, Self.piece))
      if count > 0 { return .success([UInt8](UnsafeRawBufferPointer(rebasing: buffer[..<count]))) }
      if count == 0 {
        state.output.close()
        return .success(nil)
      }
      if errno == EAGAIN { return nil }
      if errno != EINTR { return .failure(HostError("\(name): \(SystemError(errno))", isTransient: true)) }
    }
  }

  private func cancelled() -> HostError { HostError("\(name): cancelled", isTransient: true) }
}
