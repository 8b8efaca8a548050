public import CallModel
public import PluginKit
internal import Synchronization

/// A host for tests: a clock moved by hand, files in memory, a log that can be read, a network
/// whose answers are scripted, programs that are written in the test.
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
  /// Runs as a program, from its start to its end; it throws where there is no such program.
  public typealias Programs =
    @Sendable (HostProgram) throws(HostError) -> @Sendable (ProgramConsole) async -> ProgramExit

  private struct Record {
    var lines: [LogLine] = []
    var requests: [HostRequest] = []
    var appended: [String: [UInt8]] = [:]
    var spawned: [HostProgram] = []
  }

  public let clock: ManualClock
  private let start: Nanoseconds
  private let files: [String: [UInt8]]
  private let network: Network
  private let disk: Disk
  private let programs: Programs
  private let record = Mutex(Record())

  /// - Parameters:
  ///   - files: the texts of the files that there are, by path.
  ///   - network: answers requests; without one each gets an empty 200.
  ///   - disk: asked before each append; without one all go well.
  ///   - programs: what there is to run; without it nothing.
  public init(
    clock: ManualClock = ManualClock(), files: [String: String] = [:],
    network: @escaping Network = { _ in HostResponse(status: 200) }, disk: @escaping Disk = { _ in },
    programs: @escaping Programs = { program throws(HostError) in
      throw HostError("\(program.command.first ?? ""): there is no such program")
    }
  ) {
    self.clock = clock
    start = clock.now
    self.files = files.mapValues { Array($0.utf8) }
    self.network = network
    self.disk = disk
    self.programs = programs
  }

  /// What was logged, oldest first.
  public var logged: [LogLine] { record.withLock { $0.lines } }

  /// What was asked of the network, oldest first, answered or not.
  public var requests: [HostRequest] { record.withLock { $0.requests } }

  /// What was appended, by the file's path.
  public var appended: [String: [UInt8]] { record.withLock { $0.appended } }

  /// The programs that were started, oldest first, whether or not there are such.
  public var spawned: [HostProgram] { record.withLock { $0.spawned } }

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

  public func spawn(_ program: HostProgram) async throws(HostError) -> any HostProcess {
    record.withLock { $0.spawned.append(program) }
    return ScriptedProgram(try programs(program))
  }
}
