/// The features of a series, row by row; each is absent until it can be computed.
///
/// A value of constant size: twelve rows, two means, and the profiles of hours if they are wanted.
struct SeriesFeatures: Sendable {
  typealias Row = InlineArray<7, Double?>

  /// A profile of hours with what is needed to judge by it.
  struct Habit: Sendable {
    var profile: HabitProfile
    var residual = SmoothedMean(rate: 1.0 / 12)
    /// How often the hour changed to one that can be predicted.
    var usableHours = 0
    var cell = 0

    /// Two whole days of residuals: the day's shape has been seen twice before anything is judged.
    var isArmed: Bool { usableHours > 48 }
  }

  static let spreadRows = 12
  static let meanRows = 24
  /// Beyond this, sums of squares and 24-bit numbers would overflow.
  static let largest = 1e30

  var rows = 0
  var recent = [Double](repeating: 0, count: SeriesFeatures.spreadRows)
  var mean = SmoothedMean(rate: 1.0 / Double(SeriesFeatures.meanRows))
  /// The rows since recent rows last were forgotten.
  var unbroken = 0

  var day: Habit?
  var week: Habit?
  /// Hours since 1970 of the visit that is going on.
  var hour: Int64?
  var visitSum = 0.0
  var visitRows = 0

  /// Whether a fall is a jump too.
  let countsFalls: Bool

  init(hasHabits: Bool, countsFalls: Bool) {
    self.countsFalls = countsFalls
    if hasHabits {
      day = Habit(profile: HabitProfile(cells: 24, needed: 1))
      week = Habit(profile: HabitProfile(cells: 168, needed: 2))
    }
  }

  /// The mean of the last rows that the spread is about.
  private(set) var recentMean = 0.0

  /// - Parameter time: seconds since 1970.
  mutating func next(_ number: Double, at time: Int64) -> Row {
    let value = min(max(number, -Self.largest), Self.largest)
    if day != nil { enterHour(of: time) }
    let previous = recent[place(back: 1)]
    let before = recent[place(back: 2)]
    recent[rows % Self.spreadRows] = value
    rows += 1
    unbroken = min(unbroken + 1, Self.spreadRows)
    mean.add(value)
    visitSum += value
    visitRows += 1

    var row = Row(repeating: nil)
    row[SeriesFeature.value.rawValue] = value
    if unbroken > 2 { row[SeriesFeature.median.rawValue] = median(before, previous, value) }
    if rows >= Self.meanRows { row[SeriesFeature.mean.rawValue] = mean.mean }
    if unbroken > 1 {
      row[SeriesFeature.jump.rawValue] = countsFalls ? abs(value - previous) : max(0, value - previous)
    }
    if unbroken == Self.spreadRows { row[SeriesFeature.spread.rawValue] = spread() }
    row[SeriesFeature.hourOfDay.rawValue] = day?.distance(of: value)
    row[SeriesFeature.hourOfWeek.rawValue] = week?.distance(of: value)
    return row
  }

  /// What follows was not seen right after what came before: its jump and spread are unknown.
  mutating func breakOff() {
    unbroken = 0
    // The visit was seen in part; a part is no mean of it.
    visitRows = 0
    visitSum = 0
  }

  private func place(back: Int) -> Int { (rows + Self.spreadRows - back) % Self.spreadRows }

  private mutating func spread() -> Double {
    var sum = 0.0
    for value in recent { sum += value }
    recentMean = sum / Double(Self.spreadRows)
    var squares = 0.0
    for value in recent { squares += (value - recentMean) * (value - recentMean) }
    return (squares / Double(Self.spreadRows)).squareRoot()
  }

  private mutating func enterHour(of time: Int64) {
    let now = floorDivide(time, by: 3_600)
    guard now != hour else { return }
    if visitRows > 0 {
      let mean = visitSum / Double(visitRows)
      day?.commit(mean)
      week?.commit(mean)
    }
    hour = now
    visitSum = 0
    visitRows = 0
    day?.enter(Int(now - 24 * floorDivide(now, by: 24)))
    week?.enter(Int(now - 168 * floorDivide(now, by: 168)))
  }
}

extension SeriesFeatures.Habit {
  mutating func commit(_ mean: Double) { profile.commit(mean, to: cell) }

  mutating func enter(_ cell: Int) {
    self.cell = cell
    if profile.prediction(cell) != nil { usableHours = min(usableHours + 1, 1_000_000) }
  }

  /// What the series usually is at this hour; nil if that is not known.
  var prediction: Double? { profile.prediction(cell) }

  mutating func distance(of value: Double) -> Double? {
    guard let prediction else { return nil }
    residual.add(value - prediction)
    return residual.mean
  }
}

private func median(_ a: Double, _ b: Double, _ c: Double) -> Double { max(min(a, b), min(max(a, b), c)) }

/// Rounded towards the past, before 1970 too.
private func floorDivide(_ number: Int64, by divisor: Int64) -> Int64 {
  let quotient = number / divisor
  return number < quotient * divisor ? quotient - 1 : quotient
}
