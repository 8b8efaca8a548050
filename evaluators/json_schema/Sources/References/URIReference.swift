/// A URI or a reference to one, in its five parts (RFC 3986, section 3); not validated.
struct URIReference {
  var scheme: Substring?
  var authority: Substring?
  var path: String
  var query: Substring?
  var fragment: Substring?

  init(_ text: String) {
    var rest = text[...]
    if let mark = rest.firstIndex(of: "#") {
      fragment = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: ":"), colon != rest.startIndex, !rest[..<colon].contains("/"),
      rest.utf8.first.map({ (0x61...0x7A).contains($0 | 0x20) }) == true
    {
      scheme = rest[..<colon]
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      let after = rest.dropFirst(2)
      let name = after.prefix { $0 != "/" }
      authority = name
      rest = after[name.endIndex...]
    }
    path = String(rest)
  }

  /// The URI that a reference means where `base` is the URI of its document (section 5.2.2).
  func resolved(against base: URIReference) -> URIReference {
    var target = self
    if scheme != nil {
      target.path = withoutDotSegments(path)
      return target
    }
    target.scheme = base.scheme
    if authority != nil {
      target.path = withoutDotSegments(path)
      return target
    }
    target.authority = base.authority
    if path.isEmpty {
      target.path = base.path
      target.query = query ?? base.query
    } else if path.hasPrefix("/") {
      target.path = withoutDotSegments(path)
    } else {
      target.path = withoutDotSegments(merged(path, with: base))
    }
    return target
  }

  /// The whole without its fragment.
  var document: String {
    (scheme.map { "\($0):" } ?? "") + (authority.map { "//\($0)" } ?? "") + path + (query.map { "?\($0)" } ?? "")
  }

  private func merged(_ path: String, with base: URIReference) -> String {
    if base.authority != nil, base.path.isEmpty { return "/" + path }
    guard let slash = base.path.lastIndex(of: "/") else { return path }
    return base.path[...slash] + path
  }
}

/// Resolves `.` and `..` in a path (section 5.2.4); what would lead above the root is dropped.
private func withoutDotSegments(_ path: String) -> String {
  guard path.contains(".") else { return path }
  let isAbsolute = path.hasPrefix("/")
  var kept: [Substring] = []
  let segments = path.dropFirst(isAbsolute ? 1 : 0).split(separator: "/", omittingEmptySubsequences: false)
  for (place, segment) in segments.enumerated() {
    let isLast = place == segments.count - 1
    switch segment {
    case ".": if isLast { kept.append("") }
    case "..":
      _ = kept.popLast()
      if isLast { kept.append("") }
    default: kept.append(segment)
    }
  }
  return (isAbsolute ? "/" : "") + kept.joined(separator: "/")
}

/// Decodes `%XX` (RFC 3986, section 2.1); what is no escape stays.
func removingPercentEscapes(_ text: Substring) -> String {
  guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
  let bytes = Array(text.utf8)
  var decoded: [UInt8] = []
  var place = 0
  while place < bytes.count {
    let digits = String(decoding: bytes.dropFirst(place + 1).prefix(2), as: UTF8.self)
    if bytes[place] == UInt8(ascii: "%"), digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
      let byte = UInt8(digits, radix: 16)
    {
      decoded.append(byte)
      place += 3
    } else {
      decoded.append(bytes[place])
      place += 1
    }
  }
  return String(decoding: decoded, as: UTF8.self)
}
