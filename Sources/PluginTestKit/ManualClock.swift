public import CallModel
internal import Synchronization

/// A clock that stands still until it is moved; safe to use from any thread.
public final class ManualClock: Sendable {
  private let time: Mutex<Nanoseconds>

  /// Starts at 2026-01-01 00:00 UTC unless told otherwise.
  public init(_ start: Nanoseconds = .seconds(1_767_225_600)) { time = Mutex(start) }

  public var now: Nanoseconds { time.withLock { $0 } }

  public func advance(by step: Nanoseconds) { time.withLock { $0 += step } }

  public func set(_ moment: Nanoseconds) { time.withLock { $0 = moment } }
}
