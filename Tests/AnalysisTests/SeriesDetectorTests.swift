import Glibc
import Testing

@testable import Analysis

private func series(_ count: Int, seed: UInt64) -> [Double] {
  var random = SeededGenerator(seed: seed)
  return (0..<count).map { 10 + 3 * sin(2 * .pi * Double($0) / 288) + random.normal() }
}

private func alarms(_ rows: [Double], from start: Int64 = 0) -> [Int] {
  var detector = SeriesDetector()
  return rows.enumerated().compactMap { detector.next($1, at: start + Int64($0) * 300).isAlarm ? $0 : nil }
}

@Test("A spike alarms once, on its row, and no more rows do while it lasts")
func spikeAlarmsOnce() {
  var rows = series(3_000, seed: 1)
  for row in 2_000..<2_010 { rows[row] += 40 }
  #expect(alarms(rows).filter { (1_990..<2_080).contains($0) } == [2_000])
  #expect(alarms(rows).count <= alarms(series(3_000, seed: 1)).count + 2)
}

@Test("A fall to nothing is found, and so is a broken habit inside the usual range")
func otherFaults() {
  var rows = series(3_000, seed: 2)
  for row in 2_000..<2_100 { rows[row] = -20 }
  #expect(alarms(rows).contains(2_000))
  var habit = series(4_000, seed: 3)
  // The day's high at the hour of its low.
  for row in 3_080..<3_140 { habit[row] = 13 }
  #expect(alarms(habit).contains { (3_080..<3_140).contains($0) })
}

@Test("Scaling, shifting, mirroring and moving the clock change no alarm", arguments: 1...3)
func invariances(seed: UInt64) {
  var rows = series(3_000, seed: seed)
  for row in 1_500..<1_510 { rows[row] += 30 }
  let expected = alarms(rows)
  #expect(!expected.isEmpty)
  #expect(alarms(rows.map { 1_024 * $0 + 4_096 }) == expected)
  #expect(alarms(rows.map { -$0 }) == expected)
  #expect(alarms(rows, from: 7 * 3_600) == expected)
}

@Test("What is said of a row does not depend on the rows after it")
func noLookingAhead() {
  let rows = series(2_000, seed: 5)
  #expect(alarms(Array(rows.prefix(1_200))) == alarms(rows).filter { $0 < 1_200 })
}

@Test("Rows that no series has do no harm", arguments: [0.0, 1e308, -1e308, .leastNonzeroMagnitude])
func extremeRows(value: Double) {
  var detector = SeriesDetector()
  for row in 0..<500 {
    let judgement = detector.next(row % 7 == 0 ? value : -value, at: row % 2 == 0 ? .min : .max)
    #expect(!(judgement.surprise?.score.isNaN ?? false))
  }
}
