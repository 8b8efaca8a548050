package import CallModel

/// How many calls to one provider may be under way at once, found by how long they take.
///
/// It is about capacity only, beside the throttles: it sees queues build up, and is blind to bad
/// answers. The limit follows the gradient of the usual to the present duration (as Netflix'
/// Gradient2 does), with room for a small queue; a 429, a time-out or another sign of overload
/// takes a tenth off, at most once for the calls that were under way together (as TCP does with a
/// window; RFC 5681).
package struct AdaptiveConcurrency: Sendable, Hashable, Codable {
  package enum Sign: Sendable {
    case answered
    /// 429, 503, a time-out: the provider has too much to do.
    case overloaded
    /// Another error: it says nothing of capacity.
    case failed
  }

  /// A call may take half as long again as usual before the limit falls.
  private static let tolerance = 1.5
  private static let smoothing = 0.2
  private static let queue = 4.0
  /// How much of the usual duration one answer makes up.
  private static let memory = 1.0 / 600
  private static let presentMemory = 0.1
  private static let onOverload = 0.9
  private static let shortest = 1e-3

  package let least: Int
  package let most: Int
  private var exact: Double
  /// In seconds; 0 until an answer has come.
  private var usual = 0.0
  private var present = 0.0
  private var cutAt: Nanoseconds = .min

  /// - Parameters:
  ///   - initial: calls at once until something is known.
  ///   - least: at least 1, so that something can still be learned.
  package init(initial: Int = 20, least: Int = 1, most: Int = 1_000) {
    self.least = max(1, least)
    self.most = max(self.least, most)
    exact = Double(min(max(initial, self.least), self.most))
  }

  /// How many may be under way.
  package var limit: Int { Int(exact.rounded(.down)) }

  package func admits(underWay: Int) -> Bool { underWay < limit }

  /// A call has ended.
  ///
  /// - Parameters:
  ///   - duration: what the provider took; of one that was answered.
  ///   - start: when it began: one that began before the last cut is no ground for another.
  ///   - underWay: how many were at its end, itself included: a limit that is not used is not
  ///     raised, since nothing is known of what lies above.
  package mutating func end(
    _ sign: Sign, duration: Nanoseconds, startedAt start: Nanoseconds, underWay: Int, at now: Nanoseconds
  ) {
    switch sign {
    case .failed: return
    case .overloaded:
      guard start > cutAt else { return }
      cutAt = now
      exact = max(Double(least), exact * Self.onOverload)
    case .answered:
      let seconds = max(Self.shortest, duration.inSeconds)
      usual = usual == 0 ? seconds : usual + (seconds - usual) * Self.memory
      present = present == 0 ? seconds : present + (seconds - present) * Self.presentMemory
      // After an overload what was usual is too high: it comes down faster.
      if usual > 2 * present { usual *= 0.95 }
      guard Double(underWay) >= exact / 2 else { return }
      let gradient = min(1, max(0.5, Self.tolerance * usual / present))
      let wanted = exact * gradient + (gradient < 1 ? 0 : Self.queue)
      // One answer of many that are under way together moves it by its part of them.
      let step = (wanted - exact) * Self.smoothing / max(1, exact)
      exact = min(Double(most), max(Double(least), exact + step))
    }
  }
}
