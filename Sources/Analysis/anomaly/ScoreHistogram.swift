/// How far the incidents of all callers of late left what was usual: what holds the rate of
/// alarms to the one that is stated, without a setting a caller.
///
/// Counts the peak of every incident above the least margin, and the caller-weeks watched; both
/// are forgotten with a half-life of eight weeks. The margin in force is the least at which no
/// more incidents would have alarmed than are allowed, so the largest alarm and the rest do not.
/// Real faults count too, which errs towards silence.
package struct ScoreHistogram: Sendable, Codable {
  private static let bins = 64
  /// Four to a doubling, from 0.25.
  private static let edges = (0..<bins).map { bin in
    0.25 * [1, 1.189_207_115, 1.414_213_562, 1.681_792_831][bin % 4] * Double(1 << (bin / 4))
  }
  private static let dailyDecay = 0.987_698

  private var counts = [Double](repeating: 0, count: ScoreHistogram.bins)
  /// In caller-weeks.
  private var watched = 0.0

  private enum CodingKeys: String, CodingKey { case counts, watched }

  package init() {}

  package init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: CodingKeys.self)
    counts = try box.decode([Double].self, forKey: .counts)
    watched = try box.decode(Double.self, forKey: .watched)
    guard counts.count == Self.bins, counts.allSatisfy({ $0 >= 0 }), watched >= 0 else { throw decoder.doesNotFit }
  }

  mutating func watch(weeks: Double) { watched += weeks }

  /// Counts an incident by its peak, anew where the peak has risen.
  mutating func raise(from old: Double?, to new: Double) {
    if let old {
      let bin = bin(of: old)
      counts[bin] = max(0, counts[bin] - 1)
    }
    counts[bin(of: new)] += 1
  }

  /// Once a day.
  mutating func decay() {
    for bin in counts.indices { counts[bin] *= Self.dailyDecay }
    watched *= Self.dailyDecay
  }

  /// The margin to use.
  ///
  /// - Parameters:
  ///   - least: never less than this.
  ///   - weeks: how many caller-weeks an alarm may take, above 0. As long as fewer were watched,
  ///     one alarm is allowed.
  package func margin(atLeast least: Double, oneEvery weeks: Double) -> Double {
    let allowed = max(watched, weeks) / weeks
    var above = 0.0
    var margin = least
    for bin in counts.indices.reversed() {
      above += counts[bin]
      // Half of one is for what was counted long ago and is nearly forgotten.
      if above > allowed + 0.5 {
        margin = bin + 1 < Self.bins ? Self.edges[bin + 1] : .infinity
        break
      }
    }
    return max(least, margin)
  }

  private func bin(of score: Double) -> Int {
    (Self.edges.firstIndex { $0 > score } ?? Self.bins).advanced(by: -1).clamped(to: 0...Self.bins - 1)
  }
}

extension Int {
  fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
