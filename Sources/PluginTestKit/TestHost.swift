public import CallModel
public import PluginKit
internal import Synchronization

/// A host for tests: a clock moved by hand, files in memory, a log that can be read.
public final class TestHost: Host {
  /// One line that a plugin logged.
  public struct LogLine: Hashable, Sendable {
    public let level: LogLevel
    public let message: String
  }

  public let clock: ManualClock
  private let files: [String: [UInt8]]
  private let lines = Mutex<[LogLine]>([])

  /// `files` are the texts of the files that there are, by path.
  public init(clock: ManualClock = ManualClock(), files: [String: String] = [:]) {
    self.clock = clock
    self.files = files.mapValues { Array($0.utf8) }
  }

  /// What was logged, oldest first.
  public var logged: [LogLine] { lines.withLock { $0 } }

  public func now() -> Nanoseconds { clock.now }

  public func log(_ level: LogLevel, _ message: String) {
    lines.withLock { $0.append(LogLine(level: level, message: message)) }
  }

  public func readFile(_ path: String) throws(HostError) -> [UInt8] {
    guard let bytes = files[path] else { throw HostError("\(path): there is no such file") }
    return bytes
  }
}
