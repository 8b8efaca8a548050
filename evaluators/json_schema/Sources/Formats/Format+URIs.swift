/// A URI, an IRI, or a reference to one (RFC 3986, appendix A; RFC 3987, section 2.2).
func isURI(_ bytes: Bytes, needsScheme: Bool, allowsUnicode: Bool) -> Bool {
  // Before anything else: the parts below are cut at ASCII marks.
  guard hasOnlyURICharacters(bytes, allowsUnicode) else { return false }
  let hash = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
  if bytes[hash...].dropFirst().contains(UInt8(ascii: "#")) { return false }
  let question = bytes[..<hash].firstIndex(of: UInt8(ascii: "?")) ?? hash
  var hierarchy = bytes[..<question]
  if hash < bytes.endIndex, !all(bytes[(hash + 1)...], ":@/?", allowsUnicode) { return false }
  if question < hash, !all(bytes[(question + 1)..<hash], ":@/?", allowsUnicode) { return false }
  var hasScheme = false
  if let colon = hierarchy.firstIndex(of: UInt8(ascii: ":")), !hierarchy[..<colon].contains(UInt8(ascii: "/")) {
    // The first segment of a relative reference has no colon, so that this must be a scheme.
    guard isScheme(hierarchy[..<colon]) else { return false }
    hierarchy = hierarchy[(colon + 1)...]
    hasScheme = true
  }
  if needsScheme, !hasScheme { return false }
  if hierarchy.starts(with: "//".utf8) {
    let rest = hierarchy.dropFirst(2)
    let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    guard isAuthority(rest[..<slash], allowsUnicode) else { return false }
    hierarchy = rest[slash...]
  }
  return all(hierarchy, ":@/", allowsUnicode)
}

/// Private characters only stand in a query, noncharacters nowhere (RFC 3987, section 2.2).
private func hasOnlyURICharacters(_ bytes: Bytes, _ allowsUnicode: Bool) -> Bool {
  if bytes.allSatisfy({ $0 < 0x80 }) { return true }
  var isQuery = false
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    if scalar.isASCII {
      if scalar == "?" { isQuery = true }
      if scalar == "#" { isQuery = false }
      continue
    }
    guard allowsUnicode else { return false }
    switch scalar.value {
    case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: break
    case 0xE000...0xF8FF, 0xF0000...0x10FFFD: if !isQuery { return false }
    case 0x10000...0xEFFFD:
      if scalar.value & 0xFFFE == 0xFFFE || (0xE0000..<0xE1000).contains(scalar.value) { return false }
    default: return false
    }
  }
  return true
}

private func isScheme(_ bytes: Bytes) -> Bool {
  bytes.first.map(isLetter) == true
    && bytes.allSatisfy { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
}

private func isAuthority(_ bytes: Bytes, _ allowsUnicode: Bool) -> Bool {
  var host = bytes
  if let at = host.firstIndex(of: UInt8(ascii: "@")) {
    guard all(host[..<at], ":", allowsUnicode) else { return false }
    host = host[(at + 1)...]
  }
  if host.first == UInt8(ascii: "[") {
    guard let close = host.firstIndex(of: UInt8(ascii: "]")) else { return false }
    return isIPLiteral(host[..<close].dropFirst()) && isPort(host[(close + 1)...])
  }
  let colon = host.firstIndex(of: UInt8(ascii: ":")) ?? host.endIndex
  return all(host[..<colon], "", allowsUnicode) && isPort(host[colon...])
}

private func isPort(_ bytes: Bytes) -> Bool {
  bytes.isEmpty || bytes.first == UInt8(ascii: ":") && bytes.dropFirst().allSatisfy(isDigit)
}

private func isIPLiteral(_ bytes: Bytes) -> Bool {
  guard bytes.first.map({ $0 | 0x20 }) == UInt8(ascii: "v") else { return isIPv6(bytes) }
  let parts = bytes.dropFirst().split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
  return parts.count == 2 && !parts[0].isEmpty && parts[0].allSatisfy(isHexDigit) && !parts[1].isEmpty
    && !parts[1].contains(UInt8(ascii: "%")) && all(parts[1], ":", false)
}

/// Unreserved characters, sub-delimiters, escapes, and `more`.
private func all(_ bytes: Bytes, _ more: String, _ allowsUnicode: Bool) -> Bool {
  var place = bytes.startIndex
  while place < bytes.endIndex {
    let byte = bytes[place]
    if byte == UInt8(ascii: "%") {
      guard place + 2 < bytes.endIndex, isHexDigit(bytes[place + 1]), isHexDigit(bytes[place + 2]) else { return false }
      place += 3
      continue
    }
    guard
      isLetter(byte) || isDigit(byte) || "-._~!$&'()*+,;=".utf8.contains(byte) || more.utf8.contains(byte)
        || allowsUnicode && byte >= 0x80
    else { return false }
    place += 1
  }
  return true
}

/// RFC 6570, section 2.
func isURITemplate(_ bytes: Bytes) -> Bool {
  var rest = bytes
  while let byte = rest.first {
    switch byte {
    case UInt8(ascii: "{"):
      guard let end = rest.firstIndex(of: UInt8(ascii: "}")), isExpression(rest[..<end].dropFirst()) else {
        return false
      }
      rest = rest[(end + 1)...]
    case UInt8(ascii: "%"):
      guard rest.count > 2, rest.dropFirst().prefix(2).allSatisfy(isHexDigit) else { return false }
      rest = rest.dropFirst(3)
    case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
      UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "}"):
      return false
    default: rest = rest.dropFirst()
    }
  }
  return true
}

private func isExpression(_ bytes: Bytes) -> Bool {
  var names = bytes
  if let first = names.first, "+#./;?&=,!@|".utf8.contains(first) { names = names.dropFirst() }
  return names.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy { spec in
    var name = spec
    if name.last == UInt8(ascii: "*") {
      name = name.dropLast()
    } else if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
      let length = name[(colon + 1)...]
      guard (1...4).contains(length.count), length.allSatisfy(isDigit), length.first != 0x30 else { return false }
      name = name[..<colon]
    }
    return name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && !part.contains(where: { "-~!$&'()*+;=:@/?".utf8.contains($0) }) && all(part, "", false)
    }
  }
}
