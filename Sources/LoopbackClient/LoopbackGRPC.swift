internal import Glibc

/// A blocking HTTP/2 connection to a gRPC service on this machine, for the benchmarks: one call at a time.
///
/// As lean as a sender can be (RFC 9113). It cannot read headers: an answer that carries a message is
/// a success. `LoopbackConnection` is the same over HTTP/1.1.
package final class LoopbackGRPC {
  private let descriptor: Int32
  private let head: [UInt8]
  private var stream: UInt32 = 1
  private var connectionWindow = 65_535
  private var initialWindow = 65_535
  private var frameSize = 16_384
  private var received: [UInt8] = []
  private var position = 0
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)

  /// Nil if nobody listens there.
  package init?(port: UInt16, path: String) {
    func literal(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }
    // HPACK: indexed :method POST and :scheme http; the rest literal, without indexing (RFC 7541, 6.2.2).
    head =
      [0x83, 0x86, 0x04] + literal(path) + [0x01] + literal("127.0.0.1")
      + [0x0f, 0x10] + literal("application/grpc") + [0x00] + literal("te") + literal("trailers")
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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
    guard sendAll(Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4, 0, 0, [])) else { return nil }
  }

  deinit { close(descriptor) }

  /// Sends one message; nil if the connection broke, false if the call was refused.
  package func send(_ message: [UInt8]) -> Bool? {
    let stream = stream
    self.stream += 2
    var window = initialWindow
    guard sendAll(frame(1, 4, stream, head)) else { return nil }
    let count = UInt32(message.count)
    let body = [0, UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)] + message
    var sent = 0
    var isAnswered = false
    while true {
      while sent < body.count {
        let size = min(frameSize, body.count - sent, connectionWindow, window)
        guard size > 0 else { break }
        let end = sent + size == body.count
        let isSent = sendAll(frame(0, end ? 1 : 0, stream, [], length: size)) && sendAll(body[sent..<sent + size])
        guard isSent else { return nil }
        sent += size
        connectionWindow -= size
        window -= size
      }
      guard let (type, flags, id, payload) = readFrame() else { return nil }
      switch type {
      case 0 where id == stream && !payload.isEmpty: isAnswered = true
      case 1 where id == stream && flags & 1 != 0: return isAnswered
      case 3 where id == stream: return false
      case 4 where flags & 1 == 0:
        for at in stride(from: payload.startIndex, to: payload.endIndex - 5, by: 6) {
          let value = payload[at + 2..<at + 6].reduce(0) { $0 << 8 | Int($1) }
          switch payload[at + 1] {
          case 4:
            window += value - initialWindow
            initialWindow = value
          case 5: frameSize = value
          default: break
          }
        }
        guard sendAll(frame(4, 1, 0, [])) else { return nil }
      case 6 where flags & 1 == 0: guard sendAll(frame(6, 1, 0, Array(payload))) else { return nil }
      case 7: return nil
      case 8:
        let more = payload.reduce(0) { $0 << 8 | Int($1) }
        if id == 0 { connectionWindow += more } else if id == stream { window += more }
      default: break
      }
    }
  }

  private func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ payload: [UInt8], length: Int? = nil) -> [UInt8]
  {
    let n = UInt32(length ?? payload.count)
    return [
      UInt8(n >> 16), UInt8(n >> 8 & 255), UInt8(n & 255), type, flags, UInt8(stream >> 24), UInt8(stream >> 16 & 255),
      UInt8(stream >> 8 & 255), UInt8(stream & 255),
    ] + payload
  }

  private func readFrame() -> (UInt8, UInt8, UInt32, ArraySlice<UInt8>)? {
    while true {
      let have = received.count - position
      if have >= 9 {
        let length = received[position..<position + 3].reduce(0) { $0 << 8 | Int($1) }
        if have >= 9 + length {
          let at = position
          position += 9 + length
          let id = received[at + 5..<at + 9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
          return (received[at + 3], received[at + 4], id, received[at + 9..<at + 9 + length])
        }
      }
      received.removeFirst(position)
      position = 0
      let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
      guard count > 0 else { return nil }
      received += buffer[..<count]
    }
  }

  private func sendAll(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.withContiguousStorageIfAvailable { raw in
      var sent = 0
      while sent < raw.count {
        let count = Glibc.send(descriptor, raw.baseAddress?.advanced(by: sent), raw.count - sent, Int32(MSG_NOSIGNAL))
        guard count > 0 else { return false }
        sent += count
      }
      return true
    } ?? false
  }
}
