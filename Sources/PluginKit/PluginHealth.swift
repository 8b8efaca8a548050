/// How a plugin that runs as a program of its own is doing.
public struct PluginHealth: Hashable, Sendable {
  public enum State: String, Sendable, CaseIterable {
    /// Nothing has been asked of it yet.
    case idle
    /// It runs, and has not said that it is ready.
    case starting
    case ready
    /// It ended or was killed; it is started again by and by.
    case down
    case stopped
  }

  public var state: State
  /// What it calls itself, and its version.
  public var name: String?
  public var version: String?
  /// Questions that wait for a place with it.
  public var queued = 0
  /// Questions that it has.
  public var inFlight = 0
  /// Questions that it answered, since the service took it.
  public var answers: UInt64 = 0
  /// The time from question to answer, all answers together, in nanoseconds.
  public var answering: UInt64 = 0
  public var timeouts: UInt64 = 0
  public var restarts: UInt64 = 0
  /// Lines against the protocol.
  public var faults: UInt64 = 0
  /// Answers that nobody waited for.
  public var strays: UInt64 = 0
  /// Bytes of resident memory, all its processes together, at the last look.
  public var residentSize = 0
  /// Ends in a row, without ten healthy seconds before them.
  public var failures = 0
  /// The processes under which it runs, one for each that runs side by side.
  public var processIDs: [Int] = []
  /// What of its containment holds; nil while it does not run.
  public var containment: ProgramContainment?
  /// What went wrong last, for a person.
  public var lastProblem: String?

  public init(state: State) { self.state = state }

  /// Several programs of one plugin as one: the worst state, and sums.
  public static func merged(_ parts: [PluginHealth]) -> PluginHealth? {
    guard var result = parts.first else { return nil }
    let worst: [State] = [.down, .starting, .idle, .stopped, .ready]
    for part in parts.dropFirst() {
      result.state = worst.first { $0 == result.state || $0 == part.state } ?? result.state
      result.name = result.name ?? part.name
      result.version = result.version ?? part.version
      result.queued += part.queued
      result.inFlight += part.inFlight
      result.answers &+= part.answers
      result.answering &+= part.answering
      result.timeouts &+= part.timeouts
      result.restarts &+= part.restarts
      result.faults &+= part.faults
      result.strays &+= part.strays
      result.residentSize += part.residentSize
      result.failures = max(result.failures, part.failures)
      result.processIDs += part.processIDs
      result.containment = result.containment ?? part.containment
      result.lastProblem = result.lastProblem ?? part.lastProblem
    }
    return result
  }
}
