package import CallModel
internal import Glibc
package import HTTPClient
package import Logging
internal import Pipeline
package import PluginKit

/// What the service lends its plugins.
package struct ServiceHost: Host {
  /// The largest file that a setting may name.
  static let largestFile = 16 << 20

  private static let processStart = wallClock()

  private let logger: Logger
  let network: Network
  let files = PluginFiles()
  let programs = Programs()

  /// - Parameter options: how plugins reach the network; a proxy is taken from the environment.
  package init(logger: Logger, options: HTTPClientOptions = .ofPlugins) {
    self.logger = logger
    network = Network(options)
    _ = Self.processStart
  }

  package func now() -> Nanoseconds { wallClock() }

  package func started() -> Nanoseconds { Self.processStart }

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

extension HTTPClientOptions {
  /// What holds for the requests of plugins: few at once, since each exporter has one under way.
  package static var ofPlugins: HTTPClientOptions {
    var options = HTTPClientOptions()
    options.proxy = .environment
    options.largestInFlight = 128
    options.connectionsPerHost = 8
    options.idleConnections = 16
    return options
  }
}
