internal import Glibc

/// Standard output, written in large pieces.
struct BufferedOutput {
  private static let size = 64 << 10

  private var bytes: [UInt8] = []
  /// The reader has gone: nobody is left to write to.
  private var isClosed = false

  init() { bytes.reserveCapacity(Self.size + 1_024) }

  mutating func write(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    if bytes.count >= Self.size { flush() }
  }

  mutating func write(_ text: ArraySlice<UInt8>) { bytes.append(contentsOf: text) }

  mutating func flush() {
    var rest = bytes[...]
    while !rest.isEmpty, !isClosed {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { isClosed = true }
    }
    bytes.removeAll(keepingCapacity: true)
  }
}
