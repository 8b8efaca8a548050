public import CallModel
public import PluginKit
internal import Synchronization

/// A host for tests: a clock moved by hand, files in memory, a log that can be read, a network
/// whose answers are scripted.
public final class TestHost: Host {
  /// One line that a plugin logged.
  public struct LogLine: Hashable, Sendable {
    public let level: LogLevel
    public let message: String
  }

  /// Answers a request, or says why there is no answer.
  public typealias Network = @Sendable (HostRequest) async throws(HostError) -> HostResponse
  /// Says why nothing can be appended to a file.
  public typealias Disk = @Sendable (RotatingFile) async throws(HostError) -> Void

  private struct Record {
    var lines: [LogLine] = []
    var requests: [HostRequest] = []
    var appended: [String: [UInt8]] = [:]
  }

  public let clock: ManualClock
  private let start: Nanoseconds
  private let files: [String: [UInt8]]
  private let network: Network
  private let disk: Disk
  private let record = Mutex(Record())

  /// - Parameters:
  ///   - files: the texts of the files that there are, by path.
  ///   - network: answers requests; without one each gets an empty 200.
  ///   - disk: asked before each append; without one all go well.
  public init(
    clock: ManualClock = ManualClock(), files: [String: String] = [:],
    network: @escaping Network = { _ in HostResponse(status: 200) }, disk: @escaping Disk = { _ in }
  ) {
    self.clock = clock
    start = clock.now
    self.files = files.mapValues { Array($0.utf8) }
    self.network = network
    self.disk = disk
  }

  /// What was logged, oldest first.
  public var logged: [LogLine] { record.withLock { $0.lines } }

  /// What was asked of the network, oldest first, answered or not.
  public var requests: [HostRequest] { record.withLock { $0.requests } }

  /// What was appended, by the file's path.
  public var appended: [String: [UInt8]] { record.withLock { $0.appended } }

  public func now() -> Nanoseconds { clock.now }

  public func started() -> Nanoseconds { start }

  public func log(_ level: LogLevel, _ message: String) {
    record.withLock { $0.lines.append(LogLine(level: level, message: message)) }
  }

  public func readFile(_ path: String) throws(HostError) -> [UInt8] {
    guard let bytes = files[path] else { throw HostError("\(path): there is no such file") }
    return bytes
  }

  public func http(_ request: HostRequest) async throws(HostError) -> HostResponse {
    record.withLock { $0.requests.append(request) }
    return try await network(request)
  }

  public func append(_ bytes: [UInt8], to file: RotatingFile) async throws(HostError) {
    try await disk(file)
    record.withLock { $0.appended[file.path, default: []] += bytes }
  }
}
