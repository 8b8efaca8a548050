/// One row of a table: its fields, without their quotes.
package struct CSVRow: Sendable {
  /// The line in which it begins, from 1.
  package internal(set) var line = 1
  /// Why it cannot be read; its fields then mean nothing.
  package internal(set) var flaw: String?
  var bytes: [UInt8] = []
  var ends: [Int] = []

  package var count: Int { ends.count }

  /// The bytes of a field; none where the row has no such field.
  package subscript(field: Int) -> ArraySlice<UInt8> {
    guard ends.indices.contains(field) else { return [] }
    return bytes[(field == 0 ? 0 : ends[field - 1])..<ends[field]]
  }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    flaw = nil
  }
}

/// Cuts bytes into rows of a table by RFC 4180: fields may stand in quotes, and a quote inside is
/// written twice.
///
/// Holds at most one row, of at most `longest` bytes; a longer one is a flaw, and reading goes on
/// with the line after. Empty lines are skipped. A byte order mark is taken off.
package struct CSVCutter: Sendable {
  private enum State: Sendable { case start, plain, quoted, quote, skipping }

  /// In bytes.
  package static let longest = 64 << 10

  private var state = State.start
  private var row = CSVRow()
  private var line = 1
  private var isEmpty = true

  package init() {}

  package mutating func cut(_ bytes: UnsafeRawBufferPointer, _ body: (borrowing CSVRow) -> Void) {
    for byte in bytes { take(byte, body) }
  }

  /// The last row, where the last line has no end.
  package mutating func finish(_ body: (borrowing CSVRow) -> Void) {
    if state == .quoted { row.flaw = "a quote that is never closed" }
    if !isEmpty { end(body) }
  }

  private mutating func take(_ byte: UInt8, _ body: (borrowing CSVRow) -> Void) {
    if byte == UInt8(ascii: "\n") { line += 1 }
    switch state {
    case .skipping:
      if byte == UInt8(ascii: "\n") { end(body) }
      return
    case .quoted:
      if byte == UInt8(ascii: "\"") { state = .quote } else { append(byte) }
      return
    case .quote where byte == UInt8(ascii: "\""):
      state = .quoted
      append(byte)
      return
    case .start where byte == UInt8(ascii: "\""):
      state = .quoted
      isEmpty = false
      return
    case .start, .plain, .quote: break
    }
    switch byte {
    case UInt8(ascii: ","):
      isEmpty = false
      guard hasRoom() else { return }
      row.ends.append(row.bytes.count)
      state = .start
    case UInt8(ascii: "\n"):
      if isEmpty {
        row.line = line
        row.clear()
      } else {
        end(body)
      }
    case UInt8(ascii: "\r"): break
    default:
      if state == .quote { row.flaw = row.flaw ?? "something after a closing quote" }
      state = .plain
      isEmpty = false
      append(byte)
    }
  }

  private mutating func append(_ byte: UInt8) {
    guard hasRoom() else { return }
    row.bytes.append(byte)
    if row.bytes.count == 3, line == 1, row.ends.isEmpty, row.bytes == [0xEF, 0xBB, 0xBF] {
      row.bytes.removeAll(keepingCapacity: true)
      state = .start
    }
  }

  private mutating func hasRoom() -> Bool {
    if row.bytes.count + row.ends.count < Self.longest { return true }
    row.flaw = "a row longer than \(Self.longest >> 10) KiB"
    state = .skipping
    return false
  }

  private mutating func end(_ body: (borrowing CSVRow) -> Void) {
    row.ends.append(row.bytes.count)
    body(row)
    row.clear()
    row.line = line
    state = .start
    isEmpty = true
  }
}
