internal import Glibc

/// A blocking HTTP/1.1 connection to a service on this machine, for the demo and the benchmarks.
///
/// As lean as a sender can be, so that what is measured is the service. It knows answers with
/// `Content-Length` only, and talks to 127.0.0.1 only.
package final class LoopbackConnection {
  /// An answer: the status and the body.
  package struct Answer: Sendable {
    package var status: Int
    package var body: [UInt8]
  }

  private let descriptor: Int32
  private let port: UInt16
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)

  /// Nil if nobody listens at the port. Reads and writes give up after 30 s.
  package init?(port: UInt16) {
    self.port = port
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      close(descriptor)
      return nil
    }
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Sends one request and reads its answer; nil if the connection broke.
  package func send(
    _ method: String, _ path: String, contentType: String = "application/json", body: [UInt8] = []
  ) -> Answer? {
    let head =
      "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: \(contentType)\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    guard sendAll(Array(head.utf8)), sendAll(body) else { return nil }
    return receive()
  }

  private func receive() -> Answer? {
    var received: [UInt8] = []
    var headEnd: Int?
    var length = 0
    var status = 0
    while true {
      let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
      guard count > 0 else { return nil }
      received += buffer[..<count]
      if headEnd == nil, let end = endOfHead(received) {
        headEnd = end
        let lines = String(decoding: received[..<end], as: UTF8.self).split(separator: "\r\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let header = lines.first { $0.lowercased().hasPrefix("content-length:") }
        length = header.flatMap { Int($0.dropFirst(15).filter { !$0.isWhitespace }) } ?? 0
      }
      if let headEnd, received.count >= headEnd + length {
        return Answer(status: status, body: Array(received[headEnd..<headEnd + length]))
      }
    }
  }

  private func endOfHead(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for i in 0...bytes.count - 4
    where bytes[i] == 13 && bytes[i + 1] == 10 && bytes[i + 2] == 13 && bytes[i + 3] == 10 { return i + 4 }
    return nil
  }

  private func sendAll(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { raw in
      var sent = 0
      while sent < raw.count {
        let count = Glibc.send(
          descriptor, raw.baseAddress?.advanced(by: sent), raw.count - sent, Int32(MSG_NOSIGNAL))
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }
}
