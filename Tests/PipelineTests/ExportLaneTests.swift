import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import Pipeline

@Suite struct ExportLaneTests {
  private static let limits = ExportLimits(batchItems: 3, interval: nil, giveUpAfter: .seconds(60))

  private func lane(interval: Nanoseconds? = nil, bound: Int = 1 << 20) -> ExportLane {
    var limits = Self.limits
    limits.interval = interval
    return ExportLane(limits, bound: bound, at: 0)
  }

  /// The action as a short text: names of what is sent, or how long to wait.
  private func next(_ lane: inout ExportLane, _ now: Nanoseconds) -> String {
    switch lane.next(at: now) {
    case .send(let items):
      items.map { item in
        switch item {
        case .verdicts(let answers): answers.map(\.evaluator).joined(separator: "+")
        case .alert(let change): change.alert
        case .snapshot: "snapshot"
        }
      }.joined(separator: " ")
    case .snapshot: "take"
    case .wait(let time): time.map { "wait \($0 / 1_000_000)" } ?? "wait"
    case .end: "end"
    }
  }

  @Test func verdictsWaitForOthersButNotLong() {
    var lane = lane()
    #expect(next(&lane, 0) == "wait")
    _ = lane.offer(CannedItems.answer("a"), at: .milliseconds(100))
    #expect(!lane.isDue(at: .milliseconds(100)))
    #expect(next(&lane, .milliseconds(300)) == "wait 800")
    _ = lane.offer(CannedItems.answer("b"), at: .milliseconds(400))
    #expect(next(&lane, .milliseconds(1_100)) == "a+b")
    #expect(lane.succeeded() == 2)
    #expect(next(&lane, .milliseconds(1_100)) == "wait")
  }

  @Test func aWholeBatchAndAnAlertGoAtOnce() {
    var lane = lane()
    for name in ["a", "b", "c", "d"] { _ = lane.offer(CannedItems.answer(name), at: 0) }
    #expect(lane.isDue(at: 0))
    #expect(next(&lane, 0) == "a+b+c")
    _ = lane.succeeded()
    _ = lane.offer(CannedItems.firing("alert"), at: 0)
    #expect(lane.isDue(at: 0))
    #expect(next(&lane, 0) == "d alert")
  }

  @Test func whatFiresStillIsOfTheMoment() {
    var lane = lane(interval: .seconds(15))
    func fires(_ name: String) -> AlertChange {
      var change = CannedItems.firing(name)
      change.from = .firing
      return change
    }
    #expect(next(&lane, .seconds(15)) == "take")
    lane.repeatFiring([fires("old"), fires("gone")])
    lane.repeatFiring([fires("old")])
    _ = lane.offer(CannedItems.firing("new"), at: .seconds(15))
    #expect(lane.isDue(at: .seconds(15)))
    #expect(next(&lane, .seconds(15)) == "old new", "before what changed since")
    // What is tried again is the change only; what fires is asked anew.
    _ = lane.failed(.retryable("down"), at: .seconds(15), jitter: 1)
    #expect(next(&lane, .seconds(16)) == "new")
    _ = lane.succeeded()
    #expect(next(&lane, .seconds(16)) == "take")
    lane.repeatFiring((0..<3_000).map { fires("\($0)") })
    #expect(lane.depth == 2_000, "the bound")
  }

  @Test func theOldestGoBeyondTheBound() {
    var lane = lane(bound: 1_000)
    var dropped = 0
    for name in ["a", "b", "c"] { dropped += lane.offer(CannedItems.answer(name), at: 0) }
    dropped += lane.offer(CannedItems.answer("big", .fail(String(repeating: "x", count: 5_000))), at: 0)
    #expect(dropped == 3)
    #expect(next(&lane, .seconds(1)) == "big")
    // What is under way has left the queue.
    #expect(lane.offer(CannedItems.answer("e"), at: 0) == 0)
    #expect(lane.depth == 2)
  }

  @Test func aFailedBatchIsTriedAgainAfterGrowingPauses() {
    var lane = lane()
    _ = lane.offer(CannedItems.firing("a"), at: 0)
    var now: Nanoseconds = 0
    var pauses: [Nanoseconds] = []
    for _ in 0..<5 {
      #expect(next(&lane, now) == "a")
      _ = lane.failed(.retryable("down"), at: now, jitter: 1)
      guard case .wait(let pause?) = lane.next(at: now) else { break }
      pauses.append(pause / 1_000_000_000)
      now += pause
    }
    #expect(pauses == [1, 2, 4, 8, 16])
    #expect(lane.isOpen)
    #expect(next(&lane, now) == "a")
    #expect(lane.succeeded() == 1)
    #expect(!lane.isOpen)
  }

  @Test func jitterTakesUpToHalfOfAPause() {
    let limits = ExportLimits()
    #expect(limits.pause(failures: 3, jitter: 0) == .seconds(2))
    #expect(limits.pause(failures: 3, jitter: 1) == .seconds(4))
    #expect(limits.pause(failures: 1_000, jitter: 1) == .minutes(1))
    #expect(limits.pause(failures: 0, jitter: .infinity) == .seconds(1))
  }

  @Test func aReceiverMaySayWhenToComeBack() {
    var lane = lane()
    _ = lane.offer(CannedItems.firing("a"), at: 0)
    #expect(next(&lane, 0) == "a")
    _ = lane.failed(.retryable("busy", after: .seconds(30)), at: 0, jitter: 0)
    #expect(next(&lane, 0) == "wait 30000")
    #expect(next(&lane, .seconds(30)) == "a")
  }

  @Test func whatIsTooOldIsDroppedAndTheRestGoesOn() {
    var lane = lane()
    _ = lane.offer(CannedItems.firing("a"), at: 0)
    #expect(next(&lane, 0) == "a")
    #expect(lane.failed(.retryable("busy", after: .seconds(61)), at: 0, jitter: 0) == (0, 1))
    _ = lane.offer(CannedItems.firing("b"), at: .seconds(1))
    #expect(!lane.isDue(at: .seconds(1)))
    #expect(next(&lane, .seconds(1)) == "wait 60000")
    #expect(next(&lane, .seconds(61)) == "b")
  }

  @Test func onlyTheRestIsSentAgain() {
    var lane = lane()
    for name in ["a", "b", "c"] { _ = lane.offer(CannedItems.firing(name), at: 0) }
    #expect(next(&lane, 0) == "a b c")
    #expect(lane.failed(.retryable("half", delivered: 2), at: 0, jitter: 1) == (2, 0))
    #expect(next(&lane, .seconds(1)) == "c")
  }

  @Test func aBadItemIsDroppedAloneAndAtOnce() {
    var lane = lane()
    for name in ["a", "b", "c"] { _ = lane.offer(CannedItems.firing(name), at: 0) }
    #expect(next(&lane, 0) == "a b c")
    #expect(lane.failed(.permanent("bad", delivered: 1, dropping: 1), at: 0, jitter: 1) == (1, 1))
    #expect(next(&lane, 0) == "c")
    // A dropping of nothing would go round for ever.
    #expect(lane.failed(.permanent("bad", dropping: 0), at: 0, jitter: 1) == (0, 1))
    #expect(next(&lane, 0) == "wait")
  }

  @Test func manyRefusalsOpenTheCircuitToo() {
    var lane = lane()
    for number in 1...5 {
      _ = lane.offer(CannedItems.firing("a\(number)"), at: 0)
      #expect(next(&lane, 0) == "a\(number)")
      _ = lane.failed(.permanent("no such token"), at: 0, jitter: 1)
    }
    _ = lane.offer(CannedItems.firing("b"), at: 0)
    #expect(lane.isOpen)
    #expect(next(&lane, 0) == "wait 16000")
  }

  @Test func anExporterThatCountsWrongHarmsNothing() {
    var lane = lane()
    _ = lane.offer(CannedItems.firing("a"), at: 0)
    #expect(next(&lane, 0) == "a")
    #expect(lane.failed(.retryable("x", delivered: 99), at: 0, jitter: 0) == (1, 0))
    #expect(lane.failed(.permanent("x", delivered: -5, dropping: .max), at: 0, jitter: 0) == (0, 0))
  }

  @Test func snapshotsAreTakenAtTheirIntervalAndNeverSentAgain() {
    var lane = lane(interval: .seconds(15))
    #expect(next(&lane, 0) == "wait 15000")
    #expect(next(&lane, .seconds(15)) == "take")
    lane.offer(CannedSnapshots.empty)
    #expect(next(&lane, .seconds(15)) == "snapshot")
    _ = lane.failed(.retryable("down", after: .seconds(3)), at: .seconds(15), jitter: 0)
    // A new one says more, and takes its place once the pause is over.
    #expect(next(&lane, .seconds(15)) == "wait 3000")
    #expect(next(&lane, .seconds(18)) == "take")
    lane.offer(CannedSnapshots.empty)
    #expect(next(&lane, .seconds(18)) == "snapshot")
    _ = lane.succeeded()
    #expect(next(&lane, .seconds(18)) == "wait 15000")
  }

  @Test func stoppingSendsWhatIsLeftAndALastSnapshot() {
    var lane = lane(interval: .seconds(15))
    _ = lane.offer(CannedItems.answer("a"), at: 0)
    lane.stop(at: 0, deadline: .seconds(5))
    #expect(lane.offer(CannedItems.answer("late"), at: 0) == 1)
    #expect(next(&lane, 0) == "take")
    lane.offer(CannedSnapshots.empty)
    #expect(next(&lane, 0) == "snapshot a")
    _ = lane.succeeded()
    #expect(next(&lane, 0) == "end")
    #expect(lane.abandon() == 0)
  }

  @Test func stoppingEndsAtItsDeadlineAndCountsWhatIsLost() {
    var lane = lane()
    _ = lane.offer(CannedItems.firing("a"), at: 0)
    #expect(next(&lane, 0) == "a")
    _ = lane.offer(CannedItems.answer("b"), at: 0)
    lane.stop(at: 0, deadline: .seconds(5))
    _ = lane.failed(.retryable("down", after: .seconds(9)), at: 0, jitter: 0)
    #expect(next(&lane, .seconds(4)) == "wait 5000")
    #expect(next(&lane, .seconds(5)) == "end")
    #expect(lane.abandon() == 2)
  }

  @Test func stoppingDoesNotWaitForWhatIsKnownToBeDead() {
    var lane = lane()
    _ = lane.offer(CannedItems.firing("a"), at: 0)
    for _ in 0..<5 {
      _ = lane.next(at: 0)
      _ = lane.failed(.retryable("down"), at: 0, jitter: 0)
    }
    lane.stop(at: .seconds(1), deadline: .seconds(6))
    #expect(next(&lane, .seconds(1)) == "end")
  }
}
