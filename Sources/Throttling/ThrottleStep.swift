/// What a throttle did, or decided not to do.
package struct ThrottleStep: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Fewer calls are admitted.
    case cut
    /// More calls are admitted.
    case raise
    /// All calls are admitted again.
    case release
    /// There was cause to step, and it did not.
    case hold
  }

  package var kind: Kind
  /// The admitted share before and after.
  package var from: Double
  package var to: Double
  /// One sentence with the numbers that it rests on.
  package var evidence: String
}
