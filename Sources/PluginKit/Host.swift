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
}

public enum LogLevel: String, Sendable {
  case debug, info, warning, error
}

/// Why the host could not do what a plugin asked, with a sentence for a person.
public struct HostError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
