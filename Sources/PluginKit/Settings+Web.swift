extension Settings {
  /// An absolute `http` or `https` URL with a host and without user, password or fragment.
  ///
  /// What is wrong is said without the URL: its query may be a secret.
  public mutating func webAddress(_ key: String) -> String? {
    guard let written = text(key) else { return nil }
    let lower = written.lowercased()
    let scheme = ["https://", "http://"].first { lower.hasPrefix($0) }
    guard let scheme, written.utf8.count <= 8_192, written.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
      report("is no URL; write https://host.example/path", at: key)
      return nil
    }
    let rest = written.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if authority.contains("@") {
      report("holds a user or password; send an Authorization header instead", at: key)
      return nil
    }
    if authority.isEmpty || authority.hasPrefix(":") || rest.contains("#") {
      report("names no host, or has a fragment (#); write https://host.example/path", at: key)
      return nil
    }
    return written
  }

  /// A map of header fields: `{ Authorization: "Bearer ${TOKEN}" }`. Values are never repeated.
  public mutating func headers(_ key: String) -> [HostHeader] {
    guard var inner = map(key) else { return [] }
    defer { absorb(inner) }
    var result: [HostHeader] = []
    for name in inner.keys {
      guard let value = inner.text(name) else { continue }
      if name.isEmpty || !name.utf8.allSatisfy(isTokenByte) || reserved.contains(name.lowercased()) {
        inner.report("is no header that can be set here", at: name)
      } else if !value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) {
        inner.report("the value has a line break or a control character", at: name)
      } else {
        result.append(HostHeader(name, value))
      }
    }
    return result
  }
}

/// The headers that say where a message ends, how the connection is used, and whom it is for.
private let reserved: Set<String> = [
  "connection", "content-encoding", "content-length", "content-type", "expect", "host", "keep-alive",
  "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
]

/// RFC 9110, 5.6.2.
private func isTokenByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
  }
}
