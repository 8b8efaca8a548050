/// The place of a value inside a JSON text (RFC 6901): `/items/0/price`; empty for the whole.
package struct JSONPointer: Sendable {
  /// Keys and array indices, outermost first, without escapes.
  package var tokens: [String]

  /// Takes tokens without escapes.
  package init(_ tokens: [String] = []) { self.tokens = tokens }

  /// Nil if the text is neither empty nor starts with `/`, or a `~` is no escape.
  package init?(parsing text: some StringProtocol) {
    if text.isEmpty {
      self.init()
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    var tokens: [String] = []
    for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let token = unescape(part) else { return nil }
      tokens.append(token)
    }
    self.init(tokens)
  }

  /// The place one step further in.
  package func appending(_ token: String) -> JSONPointer { JSONPointer(tokens + [token]) }
}

extension JSONPointer: Hashable {
  /// Tokens are equal only if their code points are, as keys are.
  package static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    left.tokens.elementsEqual(right.tokens) { $0.hasSameBytes(as: $1) }
  }

  package func hash(into hasher: inout Hasher) {
    for token in tokens { token.hashBytes(into: &hasher) }
  }
}

extension JSONPointer: CustomStringConvertible {
  package var description: String { tokens.map { "/" + escape($0) }.joined() }
}

extension JSON {
  /// The value at a place, or nil if there is none.
  package subscript(pointer: JSONPointer) -> JSON? {
    var value = self
    for token in pointer.tokens {
      switch value {
      case .object(let object):
        guard let member = object[token] else { return nil }
        value = member
      case .array(let elements):
        guard let index = arrayIndex(token), elements.indices.contains(index) else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value
  }
}

/// Digits without a leading zero (RFC 6901, section 4).
func arrayIndex(_ token: String) -> Int? {
  guard token.utf8.allSatisfy({ (0x30...0x39).contains($0) }), token == "0" || token.utf8.first != 0x30 else {
    return nil
  }
  return Int(token)
}

private func escape(_ token: String) -> String {
  var escaped: [UInt8] = []
  for byte in token.utf8 {
    switch byte {
    case UInt8(ascii: "~"): escaped += "~0".utf8
    case UInt8(ascii: "/"): escaped += "~1".utf8
    default: escaped.append(byte)
    }
  }
  return String(decoding: escaped, as: UTF8.self)
}

private func unescape(_ part: some Sequence<UInt8>) -> String? {
  var plain: [UInt8] = []
  var afterTilde = false
  for byte in part {
    switch (afterTilde, byte) {
    case (true, UInt8(ascii: "0")): plain.append(UInt8(ascii: "~"))
    case (true, UInt8(ascii: "1")): plain.append(UInt8(ascii: "/"))
    case (true, _): return nil
    case (false, UInt8(ascii: "~")): break
    case (false, _): plain.append(byte)
    }
    afterTilde = !afterTilde && byte == UInt8(ascii: "~")
  }
  return afterTilde ? nil : String(decoding: plain, as: UTF8.self)
}
