/// Why a text is no JSON, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The raw value is a stable code.
  package enum Kind: String, Sendable, CaseIterable {
    /// The text stops inside a value: it may have been cut off.
    case endsEarly = "ends_early"
    case unexpectedCharacter = "unexpected_character"
    case trailingText = "trailing_text"
    case malformedNumber = "malformed_number"
    case malformedEscape = "malformed_escape"
    case controlCharacter = "control_character"
    case invalidUTF8 = "invalid_utf8"
    case tooDeep = "too_deep"
    case tooLong = "too_long"
    case byteOrderMark = "byte_order_mark"
  }

  /// What sort of fault it is.
  package let kind: Kind
  /// The byte at which reading stopped, counted from 0.
  package let offset: Int
  /// Counted from 1; lines end with a line feed.
  package let line: Int
  /// Counted from 1, in Unicode code points.
  package let column: Int
  /// What was expected, or what is wrong: the last part of `description`.
  package let reason: String

  package var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSONError {
  /// Works out line and column, which the parser does not keep.
  package init(_ fault: JSONFault, in bytes: UnsafeRawBufferPointer) {
    kind = fault.kind
    offset = fault.offset
    reason = fault.reason
    var line = 1
    var column = 1
    for byte in bytes.prefix(fault.offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.line = line
    self.column = column
  }
}

/// A `JSONError` that does not know its line and column yet: what costs nothing to throw and
/// drop, where a text is searched for values.
package struct JSONFault: Error, Hashable, Sendable {
  /// What sort of fault it is.
  package let kind: JSONError.Kind
  /// The byte at which reading stopped, counted from 0.
  package let offset: Int
  /// What was expected, or what is wrong.
  package let reason: String

  /// A fault of a reader that is built on this one.
  package init(kind: JSONError.Kind, offset: Int, reason: String) {
    self.kind = kind
    self.offset = offset
    self.reason = reason
  }
}
