import CallModel
import Testing

@testable import Canaries

@Suite struct CanaryScheduleTests {
  private let start: Nanoseconds = .seconds(1_767_225_600)

  private func canary(_ name: String, every: Nanoseconds = .minutes(1), questions: Int = 3)
    -> Canary
  {
    Canary(
      name: name, url: "http://a", provider: "openai", model: "m",
      questions: (0..<questions).map { Canary.Question("q\($0)", references: ["r\($0)"]) },
      evaluator: "e", every: every
    )
  }

  /// Lets time pass by seconds; each question is answered before the next second. What was due, and when.
  private func run(
    _ schedule: inout CanarySchedule, seconds: Range<Int64>
  ) -> [(second: Int64, due: CanarySchedule.Due)] {
    seconds.flatMap { second in
      let due = schedule.takeDue(at: start + .seconds(second))
      for question in due { schedule.done(question.canary) }
      return due.map { (second, $0) }
    }
  }

  @Test func eachSlotBringsOneQuestionAndTheyTakeTurns() {
    var schedule = CanarySchedule([canary("a")], at: start)
    let asked = run(&schedule, seconds: 0..<3_600)
    #expect(asked.count == 60)
    #expect(asked.first.map { $0.second <= 30 } == true)
    #expect(asked.map(\.due.question) == (0..<60).map { $0 % 3 })
    for (last, next) in zip(asked, asked.dropFirst()) {
      #expect((54...67).contains(next.second - last.second))
    }
  }

  @Test func canariesDoNotAskAllAtOnce() {
    let all = (0..<30).map { canary("canary-\($0)") }
    var schedule = CanarySchedule(all, at: start)
    let asked = run(&schedule, seconds: 0..<31)
    #expect(asked.count >= 30)
    #expect(Dictionary(grouping: asked, by: \.second).values.allSatisfy { $0.count <= 8 })
    var again = CanarySchedule(all, at: start)
    #expect(run(&again, seconds: 0..<31).map(\.due) == asked.map(\.due))
  }

  @Test func slotsThatPassedAreNotMadeUpFor() {
    var schedule = CanarySchedule([canary("a")], at: start)
    #expect(run(&schedule, seconds: 7_200..<7_201).count == 1)
    #expect(run(&schedule, seconds: 7_201..<7_320).count <= 2)
  }

  @Test func aSlowProviderIsAskedOneQuestionAtATime() {
    var schedule = CanarySchedule([canary("a")], at: start)
    #expect(schedule.takeDue(at: start + .seconds(40)).count == 1)
    #expect(schedule.takeDue(at: start + .seconds(200)) == [])
    schedule.done(0)
    #expect(schedule.takeDue(at: start + .seconds(400)).count == 1)
  }

  @Test func aChallengeIsDueAtOnceAndBounded() {
    var schedule = CanarySchedule([canary("a"), canary("b")], at: start)
    #expect((schedule.next ?? 0) >= start)
    schedule.challenge(1, count: 5)
    #expect(schedule.next == .min)
    // Two alarms at the same moment are one challenge.
    schedule.challenge(1, count: 5)
    let due = schedule.takeDue(at: start - 1)
    #expect(due.map(\.canary) == [1, 1, 1, 1, 1])
    #expect(due.map(\.question) == [0, 1, 2, 0, 1])
    schedule.challenge(1, count: 1_000_000)
    #expect(schedule.takeDue(at: start - 1).count == CanarySchedule.mostChallenged - 5)
    schedule.challenge(7, count: 5)
    schedule.done(7)
    schedule.challenge(1, count: -3)
    #expect(schedule.takeDue(at: start - 1) == [])
  }

  @Test func neverMoreAreUnderWayThanMayBe() {
    var schedule = CanarySchedule((0..<100).map { canary("\($0)") }, at: start)
    for place in 0..<100 { schedule.challenge(place, count: 16) }
    #expect(schedule.takeDue(at: start).count == CanarySchedule.mostUnderWay)
    #expect(schedule.takeDue(at: start + .hours(1)) == [])
  }

  @Test func oddNumbersAreNoHarm() {
    var schedule = CanarySchedule(
      [canary("a", every: .max), canary("b", every: 0), canary("c", every: -5, questions: 0)],
      at: start)
    for moment in [.min, 0, start, .max - 1, Nanoseconds.max] {
      for due in schedule.takeDue(at: moment) { schedule.done(due.canary) }
      _ = schedule.next
    }
    #expect(CanarySchedule([], at: start).next == nil)
  }
}
