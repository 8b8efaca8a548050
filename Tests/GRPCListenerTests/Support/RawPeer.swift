import Glibc

/// A peer that need not speak HTTP/2: a TCP connection to this machine.
final class RawPeer {
  private let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  private var isOpen = true

  init?(port: Int) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { return nil }
  }

  deinit { if isOpen { close(descriptor) } }

  func write(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  /// Closes without a farewell: with a linger of zero the other side sees a reset.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    close(descriptor)
    isOpen = false
  }

  /// Whether the other side closes before ten seconds of silence are over.
  func isClosedByOther() -> Bool {
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout.size(ofValue: patience)))
    var bytes = [UInt8](repeating: 0, count: 4_096)
    var count = 1
    while count > 0 { count = recv(descriptor, &bytes, bytes.count, 0) }
    return count == 0
  }
}
