import Glibc
import Synchronization

@testable import HTTPClient

/// A blocking HTTP/1.1 server on 127.0.0.1, one thread a connection; what it answers is up to the test.
final class LoopbackServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let peers = Mutex<[Peer]>([])
  private let count = Atomic<Int>(0)

  /// How many connections were accepted.
  var accepts: Int { count.load(ordering: .sequentiallyConsistent) }

  init(_ serve: @escaping @Sendable (Peer) -> Void) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let bound = bindToLoopback(listener)
    port = bound ?? 0
    struct NoServer: Error {}
    guard bound != nil, listen(listener, 512) == 0, startThread("accepts", { [self] in accept(serve) }) else {
      throw NoServer()
    }
  }

  /// Ends every connection, and takes no more.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    for peer in peers.withLock({ $0 }) { peer.shut() }
  }

  func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  private func accept(_ serve: @escaping @Sendable (Peer) -> Void) {
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else { break }
      count.add(1, ordering: .sequentiallyConsistent)
      let peer = Peer(descriptor)
      peers.withLock { $0.append(peer) }
      _ = startThread("serves") {
        serve(peer)
        peer.shut()
      }
    }
    close(listener)
  }
}

/// A port of 127.0.0.1 that is taken, and at which nobody answers.
final class ClosedPort: Sendable {
  let number: UInt16
  private let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)

  init() {
    number = bindToLoopback(descriptor) ?? 0
  }

  deinit { close(descriptor) }
}

/// Nil if it fails.
private func bindToLoopback(_ descriptor: Int32) -> UInt16? {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
      bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
    }
  }
  return isBound ? UInt16(bigEndian: address.sin_port) : nil
}

/// A client's connection as the server sees it.
///
/// `@unchecked Sendable`: it is handed to the one thread that serves it, and used by no other.
final class Peer: @unchecked Sendable {
  struct Request {
    var line: String
    var headers: [String]
    var body: [UInt8]
  }

  let descriptor: Int32
  private var received: [UInt8] = []

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(descriptor) }

  func shut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Nil when the client has closed.
  func request() -> Request? {
    var end = headEnd
    while end == nil {
      guard fill() else { return nil }
      end = headEnd
    }
    guard let end else { return nil }
    var lines = String(decoding: received[..<end], as: UTF8.self).split(separator: "\r\n").map(String.init)
    let length = lines.first { $0.lowercased().hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
    while received.count < end + length {
      guard fill() else { return nil }
    }
    let body = Array(received[end..<end + length])
    received.removeFirst(end + length)
    return Request(line: lines.removeFirst(), headers: lines, body: body)
  }

  private var headEnd: Int? {
    guard received.count >= 4 else { return nil }
    return (4...received.count).first { received[($0 - 4)..<$0].elementsEqual([13, 10, 13, 10]) }
  }

  private func fill() -> Bool {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(descriptor, &piece, piece.count, 0)
    guard count > 0 else { return false }
    received += piece[..<count]
    return true
  }

  @discardableResult func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  /// False if the client has gone. `stalled` is called once, with the bytes that went, when the
  /// client has taken nothing for 300 ms.
  @discardableResult func write(_ bytes: [UInt8], stalled: (Int) -> Void = { _ in }) -> Bool {
    var sent = 0
    var patience: Int32 = 300
    let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent, flags)
      }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        if poll(&wanted, 1, patience) == 0 {
          stalled(sent)
          patience = -1
        }
      } else {
        return false
      }
    }
    return true
  }

  func respond(_ body: String, status: String = "200 OK", headers: String = "") {
    write("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }

  /// Returns when the client has closed the connection.
  func waitForClose() { while fill() {} }
}
