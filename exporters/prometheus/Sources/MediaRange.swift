/// One media range of an `Accept` header with its weight (RFC 9110, 12.5.1).
struct MediaRange: Equatable {
  /// In lower case; `*` is any.
  let type: String
  let subtype: String
  /// All but `q`, their names in lower case; of a name that comes twice the last.
  let parameters: [String: String]
  /// 0 (refused) to 1000 (wanted most), in thousandths.
  let quality: Int

  /// The ranges of a header in its order; one that is malformed is left out.
  static func all(in header: String) -> [MediaRange] {
    pieces(Array(header.utf8)[...], at: UInt8(ascii: ",")).compactMap(MediaRange.init)
  }

  private init?(_ element: ArraySlice<UInt8>) {
    let parts = MediaRange.pieces(element, at: UInt8(ascii: ";"))
    let names = trimmed(parts[0]).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard names.count == 2, let type = token(names[0]), let subtype = token(names[1]) else { return nil }
    if type == "*" && subtype != "*" { return nil }
    self.type = type.lowercased()
    self.subtype = subtype.lowercased()
    var parameters: [String: String] = [:]
    var quality = 1000
    for part in parts.dropFirst() {
      let part = trimmed(part)
      if part.isEmpty { continue }
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")), let name = token(part[..<equals])?.lowercased(),
        let value = MediaRange.value(part[(equals + 1)...])
      else { return nil }
      if name == "q" {
        guard let weight = MediaRange.thousandths(value) else { return nil }
        quality = weight
      } else {
        parameters[name] = value
      }
    }
    self.parameters = parameters
    self.quality = quality
  }

  /// The parts between separators that stand outside of quotes; at least one.
  private static func pieces(_ bytes: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>] {
    var result: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var quoted = false
    var escaped = false
    for (index, byte) in zip(bytes.indices, bytes) {
      if escaped {
        escaped = false
      } else if byte == UInt8(ascii: "\"") {
        quoted.toggle()
      } else if quoted {
        escaped = byte == UInt8(ascii: "\\")
      } else if byte == separator {
        result.append(bytes[start..<index])
        start = index + 1
      }
    }
    result.append(bytes[start...])
    return result
  }

  /// A token, or a quoted text without its quotes.
  private static func value(_ bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.first == UInt8(ascii: "\"") else { return token(bytes) }
    var content: [UInt8] = []
    var escaped = false
    for (index, byte) in zip(bytes.indices, bytes).dropFirst() {
      if escaped || byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "\"") {
        content.append(byte)
        escaped = false
      } else if byte == UInt8(ascii: "\\") {
        escaped = true
      } else {
        return index == bytes.endIndex - 1 ? String(validating: content, as: UTF8.self) : nil
      }
    }
    return nil
  }

  /// A weight: 0 or 1 with up to three decimals, at most 1.
  private static func thousandths(_ text: String) -> Int? {
    let digits = Array(text.utf8)
    guard let first = digits.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1"), digits.count <= 5
    else { return nil }
    if digits.count > 1 && digits[1] != UInt8(ascii: ".") { return nil }
    var result = Int(first - UInt8(ascii: "0")) * 1000
    for (digit, unit) in zip(digits.dropFirst(2), [100, 10, 1]) {
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
      result += Int(digit - UInt8(ascii: "0")) * unit
    }
    return result <= 1000 ? result : nil
  }
}

/// The text of a token (RFC 9110, 5.6.2); nil if it is empty or has other characters.
private func token(_ bytes: ArraySlice<UInt8>) -> String? {
  let marks = "!#$%&'*+-.^_`|~".utf8
  let isToken = bytes.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: marks.contains(byte)
    }
  }
  return isToken && !bytes.isEmpty ? String(decoding: bytes, as: UTF8.self) : nil
}

private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
  let rest = bytes.drop(while: isSpace)
  guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return rest }
  return rest[...last]
}
