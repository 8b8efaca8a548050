/// Four numbers up to 255, without leading zeros (RFC 2673, section 3.2).
func isIPv4(_ bytes: Bytes) -> Bool {
  var count = 0
  return everyPart(of: bytes, between: UInt8(ascii: ".")) { part in
    count += 1
    return (1...3).contains(part.count) && part.allSatisfy(isDigit) && (part.count == 1 || part.first != 0x30)
      && part.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
  } && count == 4
}

/// RFC 4291, section 2.2, without a zone.
func isIPv6(_ bytes: Bytes) -> Bool {
  guard bytes.count <= 45 else { return false }
  let colon = UInt8(ascii: ":")
  guard let gap = firstGap(bytes) else { return groups(bytes) == 8 }
  let (before, after) = (bytes[..<gap], bytes[(gap + 2)...])
  if after.first == colon || firstGap(after) != nil { return false }
  // An IPv4 address may only stand at the end of the whole.
  if before.contains(UInt8(ascii: ".")) { return false }
  guard let left = before.isEmpty ? 0 : groups(before), let right = after.isEmpty ? 0 : groups(after) else {
    return false
  }
  return left + right <= 7
}

private func firstGap(_ bytes: Bytes) -> Int? {
  bytes.indices.dropLast().first { bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: ":") }
}

/// How many groups of 16 bits; nil if one is malformed.
private func groups(_ bytes: Bytes) -> Int? {
  let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
  var count = 0
  for (place, part) in parts.enumerated() {
    if place == parts.count - 1, part.contains(UInt8(ascii: ".")) {
      guard isIPv4(part) else { return nil }
      count += 2
    } else {
      guard (1...4).contains(part.count), part.allSatisfy(isHexDigit) else { return nil }
      count += 1
    }
  }
  return count
}

/// A mailbox (RFC 5321, section 4.1.2; RFC 6531, section 3.3, where Unicode is allowed).
func isEmail(_ bytes: Bytes, allowsUnicode: Bool) -> Bool {
  guard let at = bytes.lastIndex(of: UInt8(ascii: "@")), at > bytes.startIndex, at - bytes.startIndex <= 64,
    isLocalPart(bytes[..<at], allowsUnicode)
  else { return false }
  let domain = bytes[(at + 1)...]
  if domain.first == UInt8(ascii: "["), domain.last == UInt8(ascii: "]"), domain.count > 2 {
    let literal = domain.dropFirst().dropLast()
    let prefix = "ipv6:".utf8
    let isSixth = literal.count > 5 && zip(literal, prefix).allSatisfy { $0 | 0x20 == $1 || $0 == $1 }
    return isSixth ? isIPv6(literal.dropFirst(5)) : isIPv4(literal)
  }
  return domain.count <= 255 && isDomain(domain, allowsUnicode: allowsUnicode)
}

private func isLocalPart(_ bytes: Bytes, _ allowsUnicode: Bool) -> Bool {
  if bytes.first == UInt8(ascii: "\"") {
    guard bytes.count >= 2, bytes.last == UInt8(ascii: "\"") else { return false }
    var isEscaped = false
    for byte in bytes.dropFirst().dropLast() {
      guard (0x20...0x7E).contains(byte) || allowsUnicode && byte >= 0x80 else { return false }
      if !isEscaped, byte == UInt8(ascii: "\"") { return false }
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
    }
    return !isEscaped
  }
  return everyPart(of: bytes, between: UInt8(ascii: ".")) { atom in
    !atom.isEmpty
      && atom.allSatisfy {
        isLetter($0) || isDigit($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) || allowsUnicode && $0 >= 0x80
      }
  }
}

/// Labels of letters, digits and inner hyphens (RFC 1123, section 2.1).
func isDomain(_ bytes: Bytes, allowsUnicode: Bool) -> Bool {
  everyPart(of: bytes, between: UInt8(ascii: ".")) { label in
    (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
      && label.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") || allowsUnicode && $0 >= 0x80 }
  }
}
