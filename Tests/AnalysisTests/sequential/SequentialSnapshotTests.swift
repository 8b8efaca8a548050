import CallModel
import FoundationEssentials
import Testing

@testable import Analysis

@Suite("Sequential rules over a restart")
struct SequentialSnapshotTests {
  private let scope = Scope([.model], values: ["m"])

  private func again<Signal>(_ snapshot: SequentialSnapshot<Signal>) throws -> SequentialSnapshot<Signal> {
    try JSONDecoder().decode(SequentialSnapshot<Signal>.self, from: JSONEncoder().encode(snapshot))
  }

  private func filled<Signal>(_ fresh: Signal, _ values: (Int) -> Double) -> (SequentialFamily<Signal>, Nanoseconds) {
    var family = SequentialFamily(fresh, capacity: 10)
    var now = Nanoseconds.days(20)
    for step in 0..<9_000 {
      now += .seconds(15)
      _ = family.observe(scope: scope, values(step), at: now)
    }
    return (family, now)
  }

  @Test("everything comes back within an hour, and goes on alike")
  func roundTrip() throws {
    var (family, now) = filled(RatioSignal(ShiftSettings())) { $0 % 33 == 0 ? 1 : 0 }
    var other = SequentialFamily(RatioSignal(ShiftSettings()), capacity: 10)
    other.restore(try again(family.snapshot(at: now)), at: now + .minutes(5))
    #expect(other.status(scope: scope).map(\.status) == family.status(scope: scope).map(\.status))
    for step in 0..<400 {
      now += .seconds(15)
      let failed = step % 7 == 0 ? 1.0 : 0
      let one = family.observe(scope: scope, failed, at: now)
      let two = other.observe(scope: scope, failed, at: now)
      #expect(one == two)
    }
  }

  @Test("evidence older than an hour, or from the future, is dropped; the baseline stays", arguments: [2, -1])
  func old(_ hours: Int64) throws {
    let (family, now) = filled(RatioSignal(ShiftSettings())) { $0 % 33 == 0 ? 1 : 0 }
    #expect(family.status(scope: scope).first?.status.evidence ?? 0 > 0)
    var snapshot = try again(family.snapshot(at: now))
    snapshot.taken = now - .hours(hours)
    var other = SequentialFamily(RatioSignal(ShiftSettings()), capacity: 10)
    other.restore(snapshot, at: now)
    let status = try #require(other.status(scope: scope).first?.status)
    #expect(status.evidence == 0)
    #expect(status.phase == .watching)
    #expect(status.pHat == family.status(scope: scope).first?.status.pHat)
  }

  @Test("latencies and means come back as well")
  func values() throws {
    var random = SeededGenerator(seed: 4)
    let (latency, now) = filled(QuantileSignal()) { _ in 0.5 + random.unit() }
    var one = SequentialFamily(QuantileSignal(), capacity: 10)
    one.restore(try again(latency.snapshot(at: now)), at: now)
    #expect(one.status(scope: scope).map(\.status) == latency.status(scope: scope).map(\.status))
    let (mean, _) = filled(MeanSignal(.each, reference: 1.05)) { _ in 0.5 + random.unit() }
    var two = SequentialFamily(MeanSignal(.each, reference: 1.05), capacity: 10)
    two.restore(try again(mean.snapshot(at: now)), at: now)
    #expect(two.status(scope: scope).map(\.status) == mean.status(scope: scope).map(\.status))
  }

  @Test("a snapshot of an empty family can be written")
  func empty() throws {
    let family = SequentialFamily(QuantileSignal(), capacity: 10)
    let snapshot = try again(family.snapshot(at: .days(1)))
    #expect(snapshot.entries.count == 1)
  }

  @Test("another baseline ends the alarm; another shift or rate does not")
  func otherSettings() {
    var family = SequentialFamily(RatioSignal(ShiftSettings(baseline: .objective(failRatio: 0.05))), capacity: 10)
    var now = Nanoseconds.days(20)
    for _ in 0..<60 {
      now += .seconds(20)
      _ = family.observe(scope: scope, 1, at: now)
    }
    let snapshot = family.snapshot(at: now)
    for (settings, isAlarmed) in [
      (ShiftSettings(falseAlarmEvery: .days(7), smallestShift: 0.05, baseline: .objective(failRatio: 0.05)), true),
      (ShiftSettings(baseline: .objective(failRatio: 0.2)), false),
    ] {
      var other = SequentialFamily(RatioSignal(settings), capacity: 10)
      other.restore(snapshot, at: now)
      let phase = other.status(scope: scope).first?.status.phase
      #expect((phase != .watching) == isAlarmed)
    }
  }
}
