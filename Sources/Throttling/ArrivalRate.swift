internal import CallModel

/// How many calls a minute would come if none were turned away: an exponentially weighted
/// rate with a time constant of two minutes.
///
/// A call that came through while a share `s` was admitted stands for `1/s` of them. Callers
/// who ignore the throttle make the estimate too high, which only takes the floor down to the
/// one that the policy states.
package struct ArrivalRate: Sendable, Codable {
  private static let timeConstant = Nanoseconds.minutes(2)

  /// The decayed sum of calls at `updated`.
  private var sum: Double
  private(set) var updated: Nanoseconds

  /// - Parameter initial: what is assumed until calls have been seen, in calls a second.
  init(initial: Double, at now: Nanoseconds) {
    sum = max(0, initial) * Self.timeConstant.inSeconds
    updated = now
  }

  mutating func record(admittedShare share: Double, at now: Nanoseconds) {
    sum = sum * decay(at: now) + 1 / clamp(share, 0.001, 1)
    updated = max(updated, now)
  }

  func perMinute(at now: Nanoseconds) -> Double {
    sum * decay(at: now) / Self.timeConstant.inSeconds * 60
  }

  private func decay(at now: Nanoseconds) -> Double {
    now > updated ? exponential(-(now - updated).inSeconds / Self.timeConstant.inSeconds) : 1
  }
}
