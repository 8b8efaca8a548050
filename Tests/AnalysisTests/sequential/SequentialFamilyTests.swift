import CallModel
import Testing

@testable import Analysis

private let objective = ShiftSettings(smallestShift: 0.02, baseline: .objective(failRatio: 0.05))

@Suite("All scopes of a sequential rule")
struct SequentialFamilyTests {
  private func scope(_ number: Int) -> Scope { Scope([.model], values: ["m\(number)"]) }

  private func family(capacity: Int = 10_000) -> SequentialFamily<RatioSignal> {
    SequentialFamily(RatioSignal(objective), capacity: capacity)
  }

  /// Feeds fails until an alarm of the scope comes.
  private func fail(
    _ family: inout SequentialFamily<RatioSignal>, _ scope: Scope, from start: Nanoseconds,
    every: Nanoseconds = .seconds(20)
  ) -> (alarm: ShiftAlarm, at: Nanoseconds)? {
    var now = start
    for _ in 0..<100 {
      now += every
      for finding in family.observe(scope: scope, 1, at: now) {
        if finding.scope == scope, case .raised(let alarm) = finding.event { return (alarm, now) }
      }
    }
    return nil
  }

  @Test("the parts of the budget add up to no more than one, whoever comes and goes")
  func parts() {
    var family = family()
    var random = SeededGenerator(seed: 4)
    var now = Nanoseconds.days(1)
    for step in 0..<3_000 {
      now += .seconds(Int64.random(in: 1...60, using: &random))
      _ = family.observe(
        scope: scope(Int.random(in: 0...min(40, step / 20), using: &random)), 0,
        stratum: UInt8.random(in: 0...2, using: &random), at: now)
    }
    // What an idle family would be charged for the next instant.
    let all = family.entries.compactMap(\.self).flatMap { $0.strata.map(\.share) }
    #expect(family.scopeCount == 41)
    let parent = family.entries[0]?.strata.map(\.share).reduce(0, +) ?? 0
    #expect(abs(parent - 0.5) < 1e-9)
    #expect(all.count == 42 * 3)
    // Every scope had an event since the last newcomer.
    #expect(abs(all.reduce(0, +) - 1) < 1e-9)
  }

  @Test("a newcomer's part counts from then on, and no part grows backwards")
  func neverBackdated() {
    var family = family()
    let start = Nanoseconds.days(1)
    _ = family.observe(scope: scope(1), 0, at: start)
    _ = family.observe(scope: scope(2), 0, at: start)
    _ = family.observe(scope: scope(1), 0.05, at: start + .minutes(1))
    // scope 1 had the whole half at its first event, and has a quarter now.
    let shares = family.entries.compactMap { $0?.strata.first?.share }
    #expect(shares == [0.5, 0.25, 0.25])
    let evidence = family.entries[1]?.strata.first?.signal.evidence ?? 0
    #expect(abs(evidence - 0.25 / 43_200) < 1e-12)
  }

  @Test("an alarm is raised once, ends by good verdicts, and meanwhile nothing is learned")
  func lifecycle() throws {
    var family = family()
    let start = Nanoseconds.days(1)
    let (alarm, at) = try #require(fail(&family, scope(1), from: start))
    #expect(alarm.reference == 0.05)
    guard case .alarmed(let since, _, let baseline) = family.status(scope: scope(1)).first?.status.phase else {
      Issue.record("no alarm")
      return
    }
    #expect(since == at && baseline == 0.05)
    #expect(family.entries[1]?.strata[0].signal.learner.isFrozen == true)
    #expect(fail(&family, scope(1), from: at) == nil, "an alarm that is not over is not raised again")
    var random = SeededGenerator(seed: 1)
    var ended: Int?
    for step in 1...2_000 where ended == nil {
      let failed = random.happens(0.04) ? 1.0 : 0
      let findings = family.observe(scope: scope(1), failed, at: at + .hours(1) + .seconds(Int64(step)))
      if findings.contains(where: { $0.scope == scope(1) && $0.event == .ended }) { ended = step }
    }
    #expect(try #require(ended) < 400)
    #expect(family.status(scope: scope(1)).first?.status.phase == .watching)
    #expect(family.entries[1]?.strata[0].signal.learner.isFrozen == false)
  }

  @Test("an alarm that goes on being bad is not ended")
  func persists() throws {
    var family = family()
    let (_, at) = try #require(fail(&family, scope(1), from: .days(1)))
    var random = SeededGenerator(seed: 9)
    for step in 1...3_000 {
      let findings = family.observe(
        scope: scope(1), random.happens(0.5) ? 1 : 0, at: at + .seconds(Int64(step)))
      #expect(!findings.contains { $0.scope == scope(1) })
    }
  }

  @Test("a person may end an alarm, or take the new level")
  func word() throws {
    var family = SequentialFamily(RatioSignal(ShiftSettings()), capacity: 10)
    var random = SeededGenerator(seed: 5)
    var now = Nanoseconds.days(1)
    func feed(_ ratio: Double, _ count: Int) -> [ShiftFinding] {
      var findings: [ShiftFinding] = []
      for _ in 0..<count {
        now += .seconds(20)
        findings += family.observe(scope: scope(1), random.happens(ratio) ? 1 : 0, at: now)
      }
      return findings
    }
    #expect(family.status(scope: scope(1)).isEmpty)
    #expect(feed(0.03, 12_000).isEmpty)
    #expect(family.status(scope: scope(1)).first?.status.phase == .watching)
    #expect(feed(0.3, 1_500).count == 2, "the scope and its parent")
    let accepted = family.acceptNewLevel(scope: scope(1))
    let closed = family.close(scope: .everything)
    #expect(accepted && closed)
    let status = try #require(family.status(scope: scope(1)).first?.status)
    #expect(abs(status.pHat - 0.3) < 0.05)
    let again = family.acceptNewLevel(scope: scope(1))
    #expect(!again)
    #expect(feed(0.3, 1_500).allSatisfy { $0.scope == .everything }, "what was accepted is no alarm again")
  }

  @Test("too little is known at first: nothing is said, and no alarm is given")
  func warmUp() {
    var family = SequentialFamily(RatioSignal(ShiftSettings()), capacity: 10)
    for step in 0..<1_000 {
      let findings = family.observe(scope: scope(1), 1, at: .days(1) + .seconds(20 * Int64(step)))
      #expect(findings.isEmpty)
    }
    #expect(family.status(scope: scope(1)).first?.status.phase == .learning)
  }

  @Test("a full table refuses newcomers and watches them through the parent")
  func full() {
    var family = family(capacity: 3)
    for number in 0..<10 { _ = family.observe(scope: scope(number), 0, at: .days(1)) }
    #expect(family.scopeCount == 3)
    #expect(family.refused == 7)
    #expect(family.entries[0]?.strata[0].signal.judged == 10)
    _ = family.observe(scope: scope(1), 0, at: .days(9))
    _ = family.observe(scope: scope(20), 0, at: .days(9) + .hours(2))
    #expect(family.scopeCount == 2, "the idle are forgotten after a week")
  }

  @Test("a throttle begins evidence anew, and its verdicts are not learned")
  func throttled() {
    var family = SequentialFamily(RatioSignal(ShiftSettings()), capacity: 10)
    for step in 0..<3_000 {
      _ = family.observe(scope: scope(1), 0, at: .days(1) + .seconds(20 * Int64(step)))
    }
    let before = family.entries[1]?.strata[0].signal.learner
    family.set(throttled: true, scope: scope(1))
    #expect(family.entries[1]?.strata[0].signal.evidence == 0)
    _ = family.observe(scope: scope(1), 1, at: .days(1) + .seconds(60_000))
    #expect(family.entries[1]?.strata[0].signal.learner == before)
  }

  @Test("each stratum has a baseline and evidence of its own")
  func strata() {
    var family = family()
    for step in 0..<200 {
      _ = family.observe(scope: scope(1), 0, stratum: 1, at: .days(1) + .minutes(Int64(step)))
      _ = family.observe(scope: scope(1), 0.05, stratum: 2, at: .days(1) + .minutes(Int64(step)))
    }
    let evidence = family.status(scope: scope(1)).map(\.status.evidence)
    #expect(evidence[0] < evidence[1])
    for stratum in 0...255 { _ = family.observe(scope: scope(1), 0, stratum: UInt8(stratum), at: .days(2)) }
    #expect(family.status(scope: scope(1)).count == 16)
  }

  @Test("bad values are no events", arguments: [Double.nan, -1, .infinity, 2])
  func badValues(_ value: Double) {
    var family = family()
    let findings = family.observe(scope: scope(1), value, at: .days(1))
    #expect(findings.isEmpty)
    #expect(family.status(scope: scope(1)).first?.status.judged ?? 0 == 0)
  }
}
