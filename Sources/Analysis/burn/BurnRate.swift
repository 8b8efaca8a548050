package import CallModel

/// How fast the error budget of an objective is used up, over pairs of windows (Site Reliability
/// Workbook, chapter 5, "Alerting on SLOs", multiwindow and multi-burn-rate alerts).
///
/// A burn rate of 1 uses up the budget of a 30-day objective in 30 days. A pair fires when the
/// rate is above its factor in both of its windows: the long one says that it matters, the short
/// one that it still goes on. A pair has no stated rate of false alarms; with few events chance
/// alone reaches any factor, so less than `minSamples` in the long window says nothing.
///
/// Each window is a ring of 30 slices, so six windows take about 5 kB and no more whatever the
/// traffic.
package struct BurnRate: Sendable {
  package struct Pair: Sendable, Hashable {
    /// How many times the sustainable rate.
    package var factor: Double
    package var long: Nanoseconds
    package var short: Nanoseconds

    package init(factor: Double, long: Nanoseconds, short: Nanoseconds) {
      self.factor = factor
      self.long = long
      self.short = short
    }

    /// The pairs of the workbook for an objective over 30 days: 2 % of the budget in an hour, 5 %
    /// in six, 10 % in three days.
    package static let workbook = [
      Pair(factor: 14.4, long: .hours(1), short: .minutes(5)),
      Pair(factor: 6, long: .hours(6), short: .minutes(30)),
      Pair(factor: 1, long: .days(3), short: .hours(6)),
    ]
  }

  /// What one pair says.
  package struct Reading: Sendable, Hashable {
    package enum Conclusion: Sendable, Hashable {
      /// Fewer events than `minSamples` in the long window, or none in the short one.
      case tooLittleData(samples: Int)
      case within
      case firing
    }

    package var pair: Pair
    /// Nil without data.
    package var longRate: Double?
    package var shortRate: Double?
    package var conclusion: Conclusion
    /// How many events the long window holds.
    package var samples: Int
  }

  private let budget: Double
  private let minSamples: Int
  private let pairs: [Pair]
  private var windows: [(long: RatioWindow, short: RatioWindow)]

  /// - Parameters:
  ///   - failRatio: what the objective allows to fail, above 0 and below 1: 0.05 for 95 %.
  ///   - minSamples: in the long window; at least 1.
  /// - Returns: nil for an objective that allows nothing or everything.
  package init?(objective failRatio: Double, pairs: [Pair] = Pair.workbook, minSamples: Int = 50) {
    guard failRatio > 0, failRatio < 1 else { return nil }
    budget = failRatio
    self.minSamples = max(1, minSamples)
    self.pairs = pairs
    windows = pairs.map { (RatioWindow(length: $0.long), RatioWindow(length: $0.short)) }
  }

  /// The pairs whose factor no ratio can reach: at 100 % failing the rate is 1 / budget.
  package var unreachable: [Pair] { pairs.filter { $0.factor * budget >= 1 } }

  /// Counts an event.
  ///
  /// - Parameter weight: the inverse of its probability of being judged.
  package mutating func record(failed: Bool, weight: Double = 1, at now: Nanoseconds) {
    for index in windows.indices {
      windows[index].long.record(failed: failed, weight: weight, at: now)
      windows[index].short.record(failed: failed, weight: weight, at: now)
    }
  }

  /// What each pair says now.
  package mutating func readings(at now: Nanoseconds) -> [Reading] {
    pairs.indices.map { index in
      let long = windows[index].long.value(at: now)
      let short = windows[index].short.value(at: now)
      let longRate = long.value.map { $0 / budget }
      let shortRate = short.value.map { $0 / budget }
      let conclusion: Reading.Conclusion
      if let longRate, let shortRate, long.samples >= minSamples {
        let isFiring = longRate > pairs[index].factor && shortRate > pairs[index].factor
        conclusion = isFiring ? .firing : .within
      } else {
        conclusion = .tooLittleData(samples: long.samples)
      }
      return Reading(
        pair: pairs[index], longRate: longRate, shortRate: shortRate, conclusion: conclusion, samples: long.samples)
    }
  }
}
