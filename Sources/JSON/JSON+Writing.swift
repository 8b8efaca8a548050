extension JSON {
  /// The value as compact JSON text, members in their order.
  package func text() -> String {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the value as compact JSON text in UTF-8.
  package func write(into bytes: inout [UInt8]) {
    // Containers wait on a list of their own: recursion could outgrow a thread's stack.
    var open: [OpenContainer] = []
    writeStart(into: &bytes, open: &open)
    while let last = open.indices.last {
      if let value = open[last].next(into: &bytes) {
        value.writeStart(into: &bytes, open: &open)
      } else {
        open.removeLast()
      }
    }
  }

  /// Writes a scalar, or the opening bracket of a container.
  private func writeStart(into bytes: inout [UInt8], open: inout [OpenContainer]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let number): bytes.append(contentsOf: number.literal.utf8)
    case .string(let text): writeString(text, into: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      open.append(OpenContainer(content: .array(elements)))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      open.append(OpenContainer(content: .object(object.members)))
    }
  }
}

/// An array or object that has been written up to a place.
private struct OpenContainer {
  enum Content {
    case array([JSON])
    case object([JSONObject.Member])
  }

  let content: Content
  var place = 0

  /// Writes what stands before the next value and returns it; at the end writes the closing
  /// bracket and returns nil.
  mutating func next(into bytes: inout [UInt8]) -> JSON? {
    defer { place += 1 }
    switch content {
    case .array(let elements):
      guard place < elements.count else {
        bytes.append(UInt8(ascii: "]"))
        return nil
      }
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      return elements[place]
    case .object(let members):
      guard place < members.count else {
        bytes.append(UInt8(ascii: "}"))
        return nil
      }
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      writeString(members[place].key, into: &bytes)
      bytes.append(UInt8(ascii: ":"))
      return members[place].value
    }
  }
}

/// Escapes what RFC 8259, section 7, demands, and nothing else.
private func writeString(_ text: String, into bytes: inout [UInt8]) {
  bytes.append(UInt8(ascii: "\""))
  var text = text
  text.withUTF8 { utf8 in
    var start = 0
    for place in utf8.indices {
      let byte = utf8[place]
      // Most texts are long runs of bytes that stand for themselves.
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      bytes.append(contentsOf: utf8[start..<place])
      start = place + 1
      writeEscaped(byte, into: &bytes)
    }
    bytes.append(contentsOf: utf8[start...])
  }
  bytes.append(UInt8(ascii: "\""))
}

private func writeEscaped(_ byte: UInt8, into bytes: inout [UInt8]) {
  switch byte {
  case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
  case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
  case 0x0A: bytes.append(contentsOf: "\\n".utf8)
  case 0x0D: bytes.append(contentsOf: "\\r".utf8)
  case 0x09: bytes.append(contentsOf: "\\t".utf8)
  default:
    bytes.append(contentsOf: (byte < 16 ? "\\u000" : "\\u00").utf8)
    bytes.append(contentsOf: String(byte, radix: 16).utf8)
  }
}

extension JSON: CustomStringConvertible {
  package var description: String { text() }
}
