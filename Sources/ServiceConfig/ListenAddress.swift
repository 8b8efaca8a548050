/// An address on this machine and a port.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// `127.0.0.1`, `::1` or `localhost`; without brackets.
  package var host: String
  /// 0 lets the system choose a free port.
  package var port: Int

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// As configurations write it: `127.0.0.1:4318`, `[::1]:4318`.
  package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// Nil unless the text is a host and a port: `localhost:4318`, `[::1]:4318`, `:4318`.
  init?(parsing text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard !digits.isEmpty, digits.utf8.count <= 5, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let port = Int(digits), port <= 65_535
    else { return nil }
    var host = text[..<colon]
    if host.first == "[", host.last == "]", host.count > 2 {
      host = host.dropFirst().dropLast()
      guard host.contains(":") else { return nil }
    } else if host.contains(where: { ":[]/ ".contains($0) }) {
      return nil
    }
    self.init(host: String(host), port: port)
  }

  /// Whether only programs on this machine can reach it.
  package var isLoopback: Bool {
    if host.lowercased() == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { part in
        part.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(part) != nil
      }
  }
}
