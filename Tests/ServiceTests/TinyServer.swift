import Glibc
import Pipeline
import Synchronization

/// A blocking HTTP/1.1 server on 127.0.0.1 that gives each connection one canned answer.
final class TinyServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let requests = Mutex<[String]>([])

  /// What was asked, as it came over the wire.
  var seen: [String] { requests.withLock { $0 } }

  init(_ answer: String) throws {
    struct NoServer: Error {}
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard bound else { throw NoServer() }
    port = UInt16(bigEndian: address.sin_port)
    _ = NamedThread("tiny-server") { [weak self] in
      while case let peer = accept(descriptor, nil, nil), peer >= 0 {
        // An answer that is nothing is a server that hangs.
        let request = Self.read(peer)
        self?.requests.withLock { $0.append(request) }
        if answer.isEmpty { continue }
        var text = answer
        text.withUTF8 { _ = send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        close(peer)
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// A request with a body of the length that it says.
  private static func read(_ peer: Int32) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = Glibc.read(peer, &chunk, chunk.count)
      if count <= 0 { break }
      bytes += chunk[..<count]
      let text = String(decoding: bytes, as: UTF8.self)
      guard let head = text.split(separator: "\r\n\r\n", omittingEmptySubsequences: false).first,
        text.utf8.count >= head.utf8.count + 4
      else { continue }
      let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
      let wanted = length.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
      if text.utf8.count >= head.utf8.count + 4 + wanted { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
