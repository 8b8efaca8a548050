public import CallModel

/// What the service lends a plugin: the only way from a plugin to the outside.
public protocol Host: Sendable {
  /// The time now; tests set it by hand.
  func now() -> Nanoseconds

  /// A line in the service's log, under the plugin's name.
  func log(_ level: LogLevel, _ message: String)

  /// The bytes of a file that a setting names; relative paths start at the working directory.
  ///
  /// Only while a plugin is made: never while it judges.
  func readFile(_ path: String) throws(HostError) -> [UInt8]

  /// Since when the counters of a snapshot count: the start of this process.
  func started() -> Nanoseconds

  /// The whole answer to a request, whatever its status.
  ///
  /// It blocks no thread, and ends at once when its task is cancelled.
  ///
  /// - Throws: why there is no answer; the text holds no header, body, path or query.
  func http(_ request: HostRequest) async throws(HostError) -> HostResponse

  /// Adds records to the end of a file, all or nothing, and puts it aside when it has its size.
  ///
  /// It blocks no thread of the caller. Only the file that is named is written, and its elders.
  func append(_ bytes: [UInt8], to file: RotatingFile) async throws(HostError)

  /// Starts a program, contained by its limits; its standard error goes to the log under the plugin's name.
  ///
  /// - Throws: where it cannot be started: no such program, no more processes.
  func spawn(_ program: HostProgram) async throws(HostError) -> any HostProcess
}

extension Host {
  public func started() -> Nanoseconds { now() }

  /// A host without a network.
  public func http(_ request: HostRequest) async throws(HostError) -> HostResponse {
    throw HostError("this host has no way to the network")
  }

  /// A host without a disk.
  public func append(_ bytes: [UInt8], to file: RotatingFile) async throws(HostError) {
    throw HostError("this host writes no files")
  }

  /// A host that runs no programs.
  public func spawn(_ program: HostProgram) async throws(HostError) -> any HostProcess {
    throw HostError("this host runs no programs")
  }
}

public enum LogLevel: String, Sendable {
  case debug, info, warning, error
}

/// Why the host could not do what a plugin asked, with a sentence for a person.
public struct HostError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  /// Whether the same may work later: the network or the disk failed, not the request.
  public let isTransient: Bool

  public init(_ description: String, isTransient: Bool = false) {
    self.description = description
    self.isTransient = isTransient
  }
}
