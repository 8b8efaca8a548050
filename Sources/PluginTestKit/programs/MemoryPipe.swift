internal import PluginKit
internal import Synchronization

/// Bytes from one task to another, as a pipe of the system passes them: at most 64 KiB wait.
final class MemoryPipe: Sendable {
  private struct State: Sendable {
    var bytes: [UInt8] = []
    /// Nothing more is written.
    var isClosed = false
    /// Nothing more is read.
    var isBroken = false
    var reader: CheckedContinuation<Void, Never>?
    var writers: [CheckedContinuation<Void, Never>] = []
  }

  private static let capacity = 64 << 10
  private let state = Mutex(State())

  /// The next bytes; nil at the end. One reader at a time.
  func read() async -> [UInt8]? {
    while true {
      let (bytes, woken) = state.withLock { state -> ([UInt8]??, [CheckedContinuation<Void, Never>]) in
        if state.isBroken { return (.some(nil), []) }
        if !state.bytes.isEmpty {
          defer { (state.bytes, state.writers) = ([], []) }
          return (state.bytes, state.writers)
        }
        return state.isClosed ? (.some(nil), []) : (nil, [])
      }
      for writer in woken { writer.resume() }
      if let bytes { return bytes }
      await withCheckedContinuation { continuation in
        let isDue = state.withLock { state in
          if !state.bytes.isEmpty || state.isClosed || state.isBroken { return true }
          state.reader = continuation
          return false
        }
        if isDue { continuation.resume() }
      }
    }
  }

  func write(_ bytes: [UInt8]) async throws(HostError) {
    var rest = bytes[...]
    while true {
      let (reader, isBroken) = state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool) in
        if state.isBroken || state.isClosed { return (nil, true) }
        let count = min(rest.count, Self.capacity - state.bytes.count)
        state.bytes += rest.prefix(count)
        rest = rest.dropFirst(count)
        defer { if count > 0 { state.reader = nil } }
        return (count > 0 ? state.reader : nil, false)
      }
      reader?.resume()
      if isBroken { throw HostError("the other end of the pipe is closed") }
      if rest.isEmpty { return }
      await withCheckedContinuation { continuation in
        let isDue = state.withLock { state in
          if state.bytes.count < Self.capacity || state.isBroken || state.isClosed { return true }
          state.writers.append(continuation)
          return false
        }
        if isDue { continuation.resume() }
      }
    }
  }

  /// Nothing more is written; what is in the pipe can still be read.
  func close() { end { $0.isClosed = true } }

  /// Nothing more is read.
  func breakOff() { end { $0.isBroken = true } }

  private func end(_ change: (inout State) -> Void) {
    let woken = state.withLock { state in
      change(&state)
      defer { (state.reader, state.writers) = (nil, []) }
      return state.writers + (state.reader.map { [$0] } ?? [])
    }
    for waiter in woken { waiter.resume() }
  }
}
