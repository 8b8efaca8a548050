package import CallModel

/// What is usual for a fail ratio, learned from the past: its level, its course over the day and
/// how much it moves from hour to hour beyond chance.
///
/// Verdicts are gathered in hours. An hour enters the baseline six hours late, so that a shift is
/// found before it is learned, and then decays with a half-life of twelve hours. The learner
/// follows what moves slower than about a day: a ramp slower than that is never an alarm.
///
/// What it says changes only when an hour begins: it is fixed before the verdicts it is used for.
package struct BaselineLearner: Sendable, Hashable, Codable {
  struct Hour: Sendable, Hashable, Codable {
    var index: Int64
    var count = 0.0
    var fails = 0.0
    /// The factor of the hour of the day that was used in it.
    var factor: Double
    /// What was expected of it.
    var expected: Double
    /// Whether the expectation was a learned one.
    var wasLearned: Bool
  }

  struct Cell: Sendable, Hashable, Codable {
    var count = 0.0
    var fails = 0.0
    var day: Int64 = 0
  }

  /// How late an hour enters, in hours.
  package static let lag: Int64 = 6
  /// From this many verdicts on the baseline counts as learned, and begins to forget.
  package static let enough = 2_000.0
  /// Fewer verdicts than this say nothing at all.
  package static let least = 200.0
  /// What the first guess weighs, in verdicts.
  static let priorWeight = 50.0
  /// 0.5^(1/12): a half-life of twelve hours.
  static let fading = 0.943_874_312_681_693_5
  /// How much of an hour of the day is left a day later.
  static let fadingByDay = 0.87
  /// What the average over the day weighs against one hour of it, in verdicts.
  static let cellWeight = 300.0
  /// The course over the day is used once this many verdicts have been seen.
  static let enoughForCells = 5_000.0
  /// How much of the spread between hours is left an hour later: a half-life of five days.
  static let fadingOfSpread = 0.9942
  /// Until a week of hours is known, the ratio is taken to move at least this much, relatively.
  static let leastSpread = 0.15
  static let hoursOfWeek = 168

  private let prior: Double
  private var hour: Hour?
  private var waiting: [Hour] = []
  private var fails = 0.0
  private var weight = 0.0
  private var cells = [Cell](repeating: Cell(), count: 24)
  private var spread = 0.0
  private var spreadWeight = 0.0
  private var hoursOfSpread = 0
  private var seen = 0.0
  private var isKnown = false
  private var frozen = false

  /// - Parameter prior: the first guess of the ratio, 0 to 1; it weighs as much as 50 verdicts.
  package init(prior: Double = 0.05) { self.prior = min(max(prior, 0), 1) }

  /// Whether enough verdicts are in the baseline.
  package var isLearned: Bool { isKnown }
  /// How many verdicts the baseline rests on: those that have decayed count for less.
  package var size: Double { weight }
  /// Whether learning has stopped.
  package var isFrozen: Bool { frozen }

  /// Moves on to a moment.
  ///
  /// - Returns: whether another hour began, so that `pHat` and `margin` may have changed.
  package mutating func advance(to now: Nanoseconds) -> Bool {
    let index = hourIndex(of: now)
    // A clock that stepped back keeps filling the newest hour, unless it stepped back for good.
    if let hour, index <= hour.index, hour.index - index < 2 { return false }
    let passed = hour.map { max(0, index - $0.index) } ?? 0
    if !frozen {
      if let hour, hour.count > 0 { waiting.append(hour) }
      fade(hours: passed)
      let due = waiting.prefix { index - $0.index > Self.lag || index < $0.index }
      for late in due { enter(late) }
      waiting.removeFirst(due.count)
    }
    let factor = factor(ofHour: index)
    hour = Hour(index: index, factor: factor, expected: level * factor, wasLearned: isKnown)
    return true
  }

  /// Counts a verdict, or the mean of a session, for the hour that `advance` moved to.
  package mutating func record(_ failed: Double) {
    guard !frozen, hour != nil, failed >= 0, failed <= 1 else { return }
    hour?.count += 1
    hour?.fails += failed
  }

  /// The usual ratio in this hour.
  package var pHat: Double { hour?.expected ?? prior }

  /// The standard deviation of the ratio between hours beyond chance, as a share of all verdicts.
  package var spreadBetweenHours: Double {
    let measured = spreadWeight > 0 ? max(0, spread / spreadWeight).squareRoot() : 0
    return pHat * (hoursOfSpread < Self.hoursOfWeek ? max(measured, Self.leastSpread) : measured)
  }

  /// How far above the usual ratio is still usual: a quarter of the smallest shift, or 2.5 σ of
  /// what the ratio does by itself, and until it is learned 2.5 σ of what is known of it.
  package func margin(smallestShift delta: Double) -> Double {
    let margin = max(delta / 4, 2.5 * spreadBetweenHours)
    guard !isKnown else { return margin }
    return max(margin, 2.5 * (pHat * (1 - pHat) / (weight + Self.priorWeight)).squareRoot())
  }

  /// The smallest shift that this signal can show: three times what its ratio does by itself.
  package var smallestDetectableShift: Double { 3 * spreadBetweenHours }

  /// Stops learning, and forgets the hours that have not entered: an alarm's own verdicts must not
  /// become usual.
  package mutating func freeze() {
    frozen = true
    waiting.removeAll()
    hour?.count = 0
    hour?.fails = 0
  }

  /// Goes on learning.
  package mutating func thaw() { frozen = false }

  /// Takes another level as the usual one.
  ///
  /// - Parameter count: how many verdicts it rests on.
  package mutating func rebase(to ratio: Double, count: Int) {
    let ratio = min(max(ratio, 0), 1)
    let change = level > 0 ? ratio / level : 1
    for place in cells.indices { cells[place].fails *= change }
    weight = min(Double(max(0, count)), Self.enough)
    fails = ratio * weight
    isKnown = weight >= Self.enough
    waiting.removeAll()
    let factor = hour?.factor ?? 1
    hour = hour.map { Hour(index: $0.index, factor: factor, expected: level * factor, wasLearned: isKnown) }
    frozen = false
  }

  /// Whether a learner that was read back can be used.
  var isSound: Bool {
    cells.count == 24 && waiting.count <= 8
      && [fails, weight, spreadWeight, seen].allSatisfy { $0 >= 0 && $0.isFinite } && spread.isFinite
      && fails <= weight * (1 + 1e-9) + 1 && (0...1).contains(prior)
      && cells.allSatisfy { $0.count >= 0 && $0.fails >= 0 && $0.count.isFinite && $0.fails.isFinite }
      && (waiting + (hour.map { [$0] } ?? [])).allSatisfy {
        $0.count >= 0 && $0.count.isFinite && $0.fails >= 0 && $0.fails <= $0.count && $0.factor > 0
          && $0.factor.isFinite && (0...100).contains($0.expected)
      }
  }

  /// The level without the course over the day.
  private var level: Double { (fails + Self.priorWeight * prior) / (weight + Self.priorWeight) }

  private mutating func fade(hours: Int64) {
    var left = hours
    while left > 0, weight >= Self.enough {
      fails *= Self.fading
      weight *= Self.fading
      left -= 1
    }
    for _ in 0..<min(hours, 4_000) {
      spread *= Self.fadingOfSpread
      spreadWeight *= Self.fadingOfSpread
    }
  }

  private mutating func enter(_ late: Hour) {
    fails += late.fails
    weight += late.count * late.factor
    seen += late.count
    if weight >= Self.enough { isKnown = true }
    let day = (late.index - hourOfDay(late.index)) / 24
    let place = Int(hourOfDay(late.index))
    for _ in 0..<min(max(0, day - cells[place].day), 200) where cells[place].count > 0 {
      cells[place].count *= Self.fadingByDay
      cells[place].fails *= Self.fadingByDay
    }
    cells[place].day = day
    cells[place].count += late.count
    cells[place].fails += late.fails
    guard late.wasLearned, late.count >= 20, late.expected > 0 else { return }
    let off = late.fails / late.count - late.expected
    let byChance = late.expected * (1 - late.expected) / late.count
    let share = min(late.count, 200)
    spread += share * (off * off - byChance) / (late.expected * late.expected)
    spreadWeight += share
    hoursOfSpread = min(hoursOfSpread + 1, Self.hoursOfWeek)
  }

  private func factor(ofHour index: Int64) -> Double {
    guard seen > Self.enoughForCells else { return 1 }
    var count = 0.0
    var fails = 0.0
    for cell in cells {
      count += cell.count
      fails += cell.fails
    }
    guard count > 0, fails > 0 else { return 1 }
    let mean = fails / count
    let cell = cells[Int(hourOfDay(index))]
    return (cell.fails + Self.cellWeight * mean) / ((cell.count + Self.cellWeight) * mean)
  }
}

/// The hour since 1970, rounded down also before it.
func hourIndex(of moment: Nanoseconds) -> Int64 {
  let hour = Nanoseconds.hours(1)
  return moment >= 0 ? moment / hour : (moment + 1) / hour - 1
}

/// 0 to 23, in UTC.
func hourOfDay(_ index: Int64) -> Int64 { ((index % 24) + 24) % 24 }
