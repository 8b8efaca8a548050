/// The part of a body that has come and has not been read.
///
/// Full, it takes nothing more; read, it is empty and asks for more.
struct BodyBuffer {
  enum Taken {
    /// `resumes`: the transfer was paused and has to go on.
    case bytes([UInt8], resumes: Bool)
    case nothingYet
    case end(HTTPClientError?)
  }

  /// The bytes from which on no more are taken.
  let capacity: Int
  private(set) var bytes: [UInt8] = []
  private(set) var isPaused = false
  private(set) var hasEnded = false
  private var error: HTTPClientError?

  init(capacity: Int) { self.capacity = max(1, capacity) }

  /// Whether the bytes were taken; if not, they have to be offered again after the buffer was read.
  mutating func offer(_ more: UnsafeRawBufferPointer) -> Bool {
    isPaused = bytes.count >= capacity
    if !isPaused { bytes.append(contentsOf: more) }
    return !isPaused
  }

  mutating func take() -> Taken {
    guard bytes.isEmpty else {
      defer {
        bytes = []
        isPaused = false
      }
      return .bytes(bytes, resumes: isPaused && !hasEnded)
    }
    return hasEnded ? .end(error) : .nothingYet
  }

  /// What has come can still be read; the first end counts.
  mutating func end(_ error: HTTPClientError?) {
    guard !hasEnded else { return }
    hasEnded = true
    self.error = error
  }

  /// Nobody will read what has come.
  mutating func discard(_ error: HTTPClientError) {
    bytes = []
    hasEnded = true
    self.error = error
  }
}
