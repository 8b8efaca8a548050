/// What a series usually is at each hour of the day, or of the week.
///
/// A cell learns the mean of each visit to its hour when the visit is over, so the current visit
/// is never in its own prediction. A visit far from its prediction moves the cell by no more than
/// twice the typical surprise, so one bad day does not echo as an alarm the next.
struct HabitProfile: Sendable {
  /// How many visits a cell needs before it predicts.
  let needed: UInt8
  var cells: [Float]
  var visits: [UInt8]
  /// How many visits were surprises that could be measured, and how large one typically is.
  var surprises = 0
  var typical = 0.0

  /// The slowest rate at which a cell learns: about a working week of memory in a daily profile.
  private static let slowest = 0.2

  init(cells count: Int, needed: UInt8) {
    self.needed = needed
    cells = [Float](repeating: 0, count: count)
    visits = [UInt8](repeating: 0, count: count)
  }

  /// Nil where the cell has too few visits.
  func prediction(_ cell: Int) -> Double? { visits[cell] >= needed ? Double(cells[cell]) : nil }

  /// Learns a finished visit.
  mutating func commit(_ mean: Double, to cell: Int) {
    defer { if visits[cell] < .max { visits[cell] += 1 } }
    guard visits[cell] > 0 else {
      cells[cell] = Float(mean)
      return
    }
    let surprise = mean - Double(cells[cell])
    surprises = min(surprises + 1, 1_000_000)
    let counted = surprises > 12 ? min(max(surprise, -2 * typical), 2 * typical) : surprise
    typical += max(0.02, 1 / Double(surprises)) * (abs(surprise) - typical)
    cells[cell] += Float(max(Self.slowest, 1 / (Double(visits[cell]) + 1)) * counted)
  }
}
