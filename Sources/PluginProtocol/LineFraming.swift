/// Cuts a stream of bytes into lines, however the bytes were cut on their way.
///
/// Lines end with a line feed; a carriage return before it belongs to the end. At most `longest`
/// bytes wait for the end of their line; with more the stream is given up, and nothing that comes
/// later is kept.
package struct LineFraming: Sendable {
  /// Bytes of a line of protocol 1 (DESIGN.md 4).
  package static let longest = 4 << 20

  private let longest: Int
  private var rest: [UInt8] = []
  private var isBroken = false

  package init(longest: Int = LineFraming.longest) { self.longest = longest }

  /// Hands each line that is complete to `body`, without its end; empty lines are skipped.
  ///
  /// - Returns: the fault that ended the stream, once.
  package mutating func take(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) -> Void) -> ProtocolFault? {
    if isBroken { return nil }
    var fault: ProtocolFault?
    bytes.withUnsafeBytes { bytes in
      var start = 0
      while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
        let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        start = end + 1
        guard rest.count + piece.count <= longest else { return fault = tooLong() }
        if rest.isEmpty {
          hand(piece, body)
        } else {
          rest.append(contentsOf: piece)
          let line = rest
          rest.removeAll(keepingCapacity: line.count <= 64 << 10)
          line.withUnsafeBytes { hand($0, body) }
        }
      }
      guard rest.count + bytes.count - start <= longest else { return fault = tooLong() }
      rest.append(contentsOf: bytes[start...])
    }
    return fault
  }

  /// Bytes that wait for the end of their line.
  package var unfinished: Int { rest.count }

  /// What is wrong if the stream ends here.
  package func end() -> ProtocolFault? {
    guard !rest.isEmpty, !isBroken else { return nil }
    return ProtocolFault(
      .halfLine, "standard output ended after \(rest.count) bytes of a line; end each message with a line feed")
  }

  private func hand(_ line: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    let line = line.last == UInt8(ascii: "\r") ? UnsafeRawBufferPointer(rebasing: line.dropLast()) : line
    if !line.isEmpty { body(line) }
  }

  private mutating func tooLong() -> ProtocolFault {
    isBroken = true
    rest = []
    return ProtocolFault(.lineTooLong, "a line of more than \(longest) bytes; a message is one line, of at most that")
  }
}
