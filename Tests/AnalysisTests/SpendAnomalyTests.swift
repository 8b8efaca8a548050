import CallModel
import FoundationEssentials
import Testing

@testable import Analysis

private let scope = Scope([.caller], values: ["alice"])

private func told(_ world: SpendWorld, days: Int64 = 48, seed: UInt64 = 1) -> [SpendIncident] {
  var board = SpendAnomalyBoard()
  return world.play(days: days, seed: seed, board: &board, scope: scope)
}

/// The first told of after a fault began, within a day.
private func found(_ fault: SpendWorld.Fault, _ habit: SpendWorld.Habit, calls: Double, seed: UInt64) -> SpendIncident?
{
  let world = SpendWorld(habit: habit, callsPerDay: calls, fault: fault)
  return told(world, days: 43, seed: seed).first {
    $0.phase != .ended && $0.at > world.faultAt && $0.at < world.faultAt + .days(1)
  }
}

@Test("Busy callers: a tenfold burst, a fivefold price and a doubling are found", arguments: 1...2)
func faultsAreFound(seed: UInt64) throws {
  let world = SpendWorld(habit: .steady, callsPerDay: 1_000)
  let burst = try #require(found(.burst, .steady, calls: 1_000, seed: seed))
  #expect(burst.at - world.faultAt <= .minutes(20))
  #expect(burst.excess > .zero)
  #expect(burst.usualRate.dollarsPerHour > 0.3)
  #expect(burst.explanation.contains("of that range above it. Excess spend so far: $"))
  let price = try #require(found(.price, .office, calls: 1_000, seed: seed))
  #expect(price.at - world.faultAt <= .hours(2))
  let doubling = try #require(found(.doubling, .steady, calls: 1_000, seed: seed))
  #expect(doubling.at - world.faultAt <= .hours(6))
}

@Test("Twelve weeks without a fault tell of little", arguments: SpendWorld.Habit.allCases)
func quietWeeks(habit: SpendWorld.Habit) {
  for calls in [5.0, 50, 1_000] {
    let began = told(SpendWorld(habit: habit, callsPerDay: calls), days: 84, seed: 7).count { $0.phase != .ended }
    // Stated: three in twelve weeks on average, and one for each resolution before anything is known.
    #expect(began <= 8, "\(calls) calls a day")
  }
}

@Test("A fall in spend is no incident, and neither is time in which nothing was collected")
func fallsAndGaps() {
  var board = SpendAnomalyBoard()
  var told: [SpendIncident] = []
  for step in Int64(0)..<288 * 30 {
    let now = step * .minutes(5)
    // Two days with nobody collecting.
    if (288 * 20..<288 * 22).contains(step) { continue }
    told += board.tick(at: now)
    let isQuiet = (288 * 25..<288 * 26).contains(step)
    for call in Int64(0)..<4 where !isQuiet {
      board.observe(scope: scope, cost: NanoDollars(10_000_000 + call), at: now + call)
    }
  }
  // From the second day after, the habit that has learned the fall may be missed: a known limit.
  #expect(told.filter { $0.phase != .ended && $0.at < .days(27) }.isEmpty)
}

@Test("One incident is told of once for all resolutions, again when it has worsened, and ends")
func oneIncident() {
  var board = SpendAnomalyBoard()
  var random = SeededGenerator(seed: 3)
  var told: [SpendIncident] = []
  for step in Int64(0)..<288 * 30 {
    let now = step * .minutes(5)
    told += board.tick(at: now)
    let factor: Int64 = step < 288 * 20 ? 1 : step < 288 * 20 + 12 ? 20 : step < 288 * 20 + 18 ? 200 : 1
    for _ in 0..<4 {
      let cost = 9_000_000 + Int64(random.unit() * 2_000_000)
      board.observe(scope: scope, cost: NanoDollars(cost * factor), at: now)
    }
  }
  let after = told.filter { $0.at > .days(20) }
  #expect(after.count { $0.phase == .began } == 1)
  #expect(after.first?.resolution == .fiveMinutes)
  #expect(after.contains { $0.phase == .worsened })
  #expect(after.last?.phase == .ended)
  #expect(board.open.isEmpty)
}

@Test("A board restored from its snapshot says what the first one would have said")
func snapshotGoesOn() throws {
  let world = SpendWorld(habit: .office, callsPerDay: 300, fault: .price)
  var board = SpendAnomalyBoard()
  _ = world.play(days: 42, seed: 4, board: &board, scope: scope)
  let data = try JSONEncoder().encode(board.snapshot())
  var second = SpendAnomalyBoard()
  second.restore(try JSONDecoder().decode(SpendAnomalySnapshot.self, from: data))
  #expect(second.count == 1)
  var random = SeededGenerator(seed: 9)
  for step in Int64(0)..<288 {
    let now = .days(42) + step * .minutes(5)
    let cost = NanoDollars(Int64(random.lognormal() * 1e9))
    board.observe(scope: scope, cost: cost, at: now)
    second.observe(scope: scope, cost: cost, at: now)
    #expect(board.tick(at: now) == second.tick(at: now))
  }
  #expect(board.anomalyScores.map(\.score) == second.anomalyScores.map(\.score))
  #expect(board.open == second.open)
}

@Test("A snapshot whose parts do not fit together is refused")
func brokenSnapshot() throws {
  var board = SpendAnomalyBoard()
  board.observe(scope: scope, cost: NanoDollars(1), at: .days(1))
  let text = String(decoding: try JSONEncoder().encode(board.snapshot()), as: UTF8.self)
  for (from, to) in [("\"l\":32", "\"l\":0"), ("\"c\":0", "\"c\":-1"), ("\"cell\":0", "\"cell\":9999")] {
    #expect(text.contains(from))
    let broken = Data(text.replacing(from, with: to).utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(SpendAnomalySnapshot.self, from: broken) }
  }
}

@Test("Scopes are bounded; the ones that fell silent make room")
func boundedScopes() {
  var settings = SpendAnomalyBoard.Settings()
  settings.capacity = 10
  var board = SpendAnomalyBoard(settings)
  for name in 0..<100 {
    board.observe(scope: Scope([.caller], values: ["\(name)"]), cost: NanoDollars(1), at: Int64(name))
  }
  #expect(board.count == 10)
  #expect(board.unwatched == 90)
  for step in Int64(1)..<288 * 3 { _ = board.tick(at: step * .minutes(5)) }
  #expect(board.count == 0)
}

@Test("Clocks that step, moments and money beyond all bounds do no harm")
func hostileNumbers() {
  var board = SpendAnomalyBoard()
  for moment: Nanoseconds in [0, .max, .min, .days(3), -5, .days(20_000), .days(4), .max] {
    for cost: Int64 in [.max, .min, 0, 1] {
      board.observe(scope: scope, cost: NanoDollars(cost), at: moment)
      _ = board.tick(at: moment)
    }
  }
  #expect(board.count == 1)
}

@Test("The margin in force lets no more incidents through than the stated rate allows")
func statedRate() {
  var scores = ScoreHistogram()
  #expect(scores.margin(atLeast: 0.25, oneEvery: 4) == 0.25)
  scores.watch(weeks: 20)
  for score in [0.3, 0.3, 0.6, 0.6, 1.2, 1.2, 5, 40] { scores.raise(from: nil, to: score) }
  // Five are allowed in twenty weeks.
  let margin = scores.margin(atLeast: 0.25, oneEvery: 4)
  #expect(margin > 0.6 && margin <= 1.2)
  // A peak that rises is still one incident.
  for (old, new) in [(5.0, 7.0), (7, 9), (9, 12)] { scores.raise(from: old, to: new) }
  #expect(scores.margin(atLeast: 0.25, oneEvery: 4) == margin)
  scores.raise(from: 0.3, to: 7)
  scores.raise(from: 0.3, to: 7)
  #expect(scores.margin(atLeast: 0.25, oneEvery: 4) > 1.2)
}
