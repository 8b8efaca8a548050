internal import CallModel

/// What is usual for a mean, over all hours or for each hour of the day; hours enter six hours late.
struct MeanLearner: Sendable, Hashable, Codable {
  struct Cell: Sendable, Hashable, Codable {
    var count = 0.0
    var sum = 0.0
    var entered: Int64 = 0
  }

  struct Hour: Sendable, Hashable, Codable {
    var index: Int64
    var count = 0.0
    var sum = 0.0
  }

  private var cells: [Cell]
  private var hour: Hour?
  private var waiting: [Hour] = []
  private var hoursSeen = 0
  private var frozen = false
  private(set) var mean = 0.0

  /// - Parameter cells: 1, or 24 for one an hour of the day.
  init(cells: Int) { self.cells = [Cell](repeating: Cell(), count: cells == 24 ? 24 : 1) }

  /// Two days of the course over the day, or some hundred values.
  var isReady: Bool { mean > 0 && (cells.count == 24 ? hoursSeen >= 48 : cells[0].count >= BaselineLearner.least) }

  mutating func advance(to now: Nanoseconds) {
    let index = hourIndex(of: now)
    if let hour, index <= hour.index, hour.index - index < 2 { return }
    if !frozen {
      if let hour, hour.count > 0 { waiting.append(hour) }
      let due = waiting.prefix { index - $0.index > BaselineLearner.lag || index < $0.index }
      for late in due { enter(late) }
      waiting.removeFirst(due.count)
    }
    hour = Hour(index: index)
    let cell = cells[place(index)]
    mean = cell.count > 0 ? cell.sum / cell.count : 0
  }

  mutating func record(_ value: Double) {
    guard !frozen else { return }
    hour?.count += 1
    hour?.sum += value
  }

  mutating func freeze() {
    frozen = true
    waiting.removeAll()
    hour?.count = 0
    hour?.sum = 0
  }

  mutating func thaw() { frozen = false }

  var isSound: Bool {
    (cells.count == 1 || cells.count == 24) && waiting.count <= 8 && mean >= 0 && mean.isFinite
      && cells.allSatisfy { $0.count >= 0 && $0.sum >= 0 && $0.count.isFinite && $0.sum.isFinite }
      && waiting.allSatisfy { $0.count >= 0 && $0.sum >= 0 && $0.count.isFinite && $0.sum.isFinite }
  }

  private func place(_ index: Int64) -> Int { cells.count == 24 ? Int(hourOfDay(index)) : 0 }

  private mutating func enter(_ late: Hour) {
    let place = place(late.index)
    let passed = max(0, late.index - cells[place].entered)
    let fading = cells.count == 24 ? BaselineLearner.fadingByDay : BaselineLearner.fading
    let steps = cells.count == 24 ? (passed + 12) / 24 : passed
    if cells[place].count > 0 {
      for _ in 0..<min(steps, 300) where cells.count == 24 || cells[place].count >= BaselineLearner.enough {
        cells[place].count *= fading
        cells[place].sum *= fading
      }
    }
    cells[place].entered = late.index
    cells[place].count += late.count
    cells[place].sum += late.sum
    hoursSeen = min(hoursSeen + 1, 1_000)
  }
}
