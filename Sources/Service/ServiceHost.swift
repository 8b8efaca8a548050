package import CallModel
internal import Glibc
package import Logging
internal import Pipeline
package import PluginKit

/// What the service lends its plugins.
package struct ServiceHost: Host {
  /// The largest file that a setting may name.
  static let largestFile = 16 << 20

  private let logger: Logger

  package init(logger: Logger) { self.logger = logger }

  package func now() -> Nanoseconds { wallClock() }

  package func log(_ level: PluginKit.LogLevel, _ message: String) {
    switch level {
    case .debug: logger.debug("\(message)")
    case .info: logger.info("\(message)")
    case .warning: logger.warning("\(message)")
    case .error: logger.error("\(message)")
    }
  }

  package func readFile(_ path: String) throws(HostError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw HostError("\(path): \(String(cString: strerror(errno)))") }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw HostError("\(path): not a file")
    }
    guard status.st_size <= Self.largestFile else {
      throw HostError("\(path): larger than \(Self.largestFile >> 20) MiB")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress?.advanced(by: filled), $0.count - filled) }
      guard count >= 0 else { throw HostError("\(path): \(String(cString: strerror(errno)))") }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }
}
