import CallModel
import Testing

@testable import Analysis

/// A call that is judged again has its old verdict taken out of the windows.
struct RetractionTests {
  private let start = Nanoseconds.hours(480_000)

  @Test func takesAVerdictOutOfItsSlice() {
    var window = RatioWindow(length: .minutes(10))
    window.record(failed: true, weight: 10, at: start)
    window.record(failed: false, weight: 1, at: start + .minutes(2))
    window.record(failed: true, weight: 1, at: start + .minutes(4))
    let now = start + .minutes(5)
    #expect(window.retract(failed: true, weight: 10, at: start, now: now) == true)
    #expect(window.value(at: now).samples == 2)
    #expect(window.value(at: now).value == 0.5)
    // It leaves with its own slice, not with that of what was taken out.
    #expect(window.value(at: start + .minutes(13)).samples == 1)
  }

  @Test func theWindowIsAsIfTheVerdictHadNeverBeen() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      var window = RatioWindow(length: .minutes(10))
      var expected = RatioWindow(length: .minutes(10))
      var replaced: [(failed: Bool, weight: Double, at: Nanoseconds)] = []
      var now = start
      for _ in 0..<300 {
        let verdict = (
          failed: random.happens(0.3), weight: random.happens(0.5) ? 1 : 1 / 0.03, at: now
        )
        window.record(failed: verdict.failed, weight: verdict.weight, at: now)
        if random.happens(0.3) {
          replaced.append(verdict)
        } else {
          expected.record(failed: verdict.failed, weight: verdict.weight, at: now)
        }
        now += Nanoseconds(random.unit() * 4e9)
      }
      for verdict in replaced {
        window.retract(failed: verdict.failed, weight: verdict.weight, at: verdict.at, now: now)
      }
      let left = window.value(at: now)
      let should = expected.value(at: now)
      #expect(left.samples == should.samples)
      #expect(abs((left.value ?? -1) - (should.value ?? -1)) < 1e-9)
      #expect(abs((left.lower ?? -1) - (should.lower ?? -1)) < 1e-9)
      #expect(abs((left.upper ?? -1) - (should.upper ?? -1)) < 1e-9)
    }
  }

  @Test func whatHasLeftTheWindowIsNotTakenOutOfIt() {
    var window = RatioWindow(length: .minutes(10))
    window.record(failed: true, weight: 1, at: start)
    window.record(failed: true, weight: 1, at: start + .minutes(11))
    #expect(window.retract(failed: true, weight: 1, at: start, now: start + .minutes(11)) == false)
    #expect(window.value(at: start + .minutes(11)).samples == 1)
  }

  @Test func nothingFallsBelowNothing() {
    var window = RatioWindow(length: .minutes(10))
    #expect(window.retract(failed: true, weight: 1, at: start, now: start) == false)
    window.record(failed: false, weight: 1, at: start)
    #expect(window.retract(failed: true, weight: 1, at: start, now: start) == false, "no failure is in the window")
    #expect(
      window.retract(failed: false, weight: 5, at: start, now: start) == false, "nothing so heavy is in the window")
    #expect(window.retract(failed: false, weight: .nan, at: start, now: start) == false)
    #expect(window.retract(failed: false, weight: 1, at: start, now: start) == true)
    #expect(window.retract(failed: false, weight: 1, at: start, now: start) == false)
    #expect(window.value(at: start) == SignalValue(value: nil, samples: 0))
    #expect(window.isEmpty)
  }

  @Test func findsAVerdictThatWasCountedInTheNextSlice() {
    var window = RatioWindow(length: .minutes(10))
    window.advance(to: start + .seconds(20))
    // The recorder's clock was read just before the window was moved on.
    window.record(failed: true, weight: 1, at: start + .seconds(19))
    #expect(window.retract(failed: true, weight: 1, at: start + .seconds(19), now: start + .seconds(60)) == true)
    #expect(window.isEmpty)
  }

  @Test func roundingErrorsLeaveNoRubbishBehind() {
    var window = RatioWindow(length: .minutes(10))
    for weight in [1e11, 0.1, 0.2, 0.3] { window.record(failed: true, weight: weight, at: start) }
    window.retract(failed: true, weight: 1e11, at: start, now: start)
    let value = window.value(at: start)
    #expect(value.samples == 3)
    #expect(value.value == 1)
    #expect((value.lower ?? 2) < 0.5)
    for weight in [0.1, 0.2, 0.3] { window.retract(failed: true, weight: weight, at: start, now: start) }
    #expect(window.value(at: start).samples == 0 || window.value(at: start).value == 1)
  }

  @Test func aVerdictFromBeforeTheWindowWasEmptiedIsNotTakenOutOfWhatCameAfter() {
    var window = RatioWindow(length: .minutes(10))
    window.record(failed: true, weight: 1, at: start)
    window.advance(to: start + .minutes(1))
    window.removeAll()
    window.record(failed: true, weight: 1, at: start + .minutes(1))
    #expect(window.retract(failed: true, weight: 1, at: start + .seconds(50), now: start + .minutes(1)) == false)
    #expect(window.value(at: start + .minutes(1)).samples == 1)
  }

  @Test(arguments: [Nanoseconds.min, .min / 2, -1, 0, .max / 2, .max])
  func anyMomentsMayBeNamed(moment: Nanoseconds) {
    for now in [Nanoseconds.min, -1, 0, 1, .max / 2, .max] {
      var window = RatioWindow(length: .max)
      window.record(failed: true, weight: 1, at: moment)
      window.retract(failed: true, weight: 1, at: moment, now: now)
      window.retract(failed: true, weight: 1, at: now, now: moment)
      #expect(window.value(at: moment).samples <= 1)
    }
  }

  @Test func slicesAreFoundByAnyMomentInThem() {
    var ring = SliceRing(length: .seconds(30))
    #expect(ring.age(of: start) == nil)
    _ = ring.advance(to: start + .seconds(100))
    #expect(ring.age(of: start + .seconds(100)) == 0)
    #expect(ring.age(of: start + .seconds(200)) == 0)
    #expect(ring.age(of: start + .seconds(100) - 1) == 1)
    #expect(ring.age(of: start + .seconds(99)) == 1)
    #expect(ring.age(of: start + .seconds(99) - 1) == 2)
    #expect(ring.age(of: start + .seconds(71)) == 29)
    #expect(ring.age(of: start + .seconds(71) - 1) == nil)
  }

  @Test func aSignalBoardTakesAVerdictOutOfEveryRule() throws {
    let symbols = Symbols()
    func rule(_ by: [Dimension], _ evaluator: String = "grounded") -> AlertRule {
      AlertRule(
        name: "alert", signal: .failRatio(evaluator: evaluator), above: 0.1, window: .minutes(10), minSamples: 1,
        holdFor: 0, by: by, on: .everything)
    }
    var call = CallRecord()
    call.route = symbols.routes.intern("checkout")
    call.operation = .chat
    let sample = Sample(stratum: .random, inclusion: 0.25)
    var board = SignalBoard(rules: [rule([.route]), rule([.user]), rule([.route], "other")], symbols: symbols)
    let dimensions = Dimensions(route: "checkout", user: "ann")
    func observe(_ verdict: Verdict, of evaluator: String = "grounded") {
      board.observe(
        verdict: verdict, of: evaluator, sample: sample, call: call, dimensions: { dimensions }, at: start)
    }
    observe(Verdict(.fail))
    observe(.pass)
    observe(Verdict(.fail), of: "other")
    let now = start + .minutes(1)
    board.retract(
      verdict: Verdict(.fail), of: "grounded", sample: sample, call: call, dimensions: { dimensions }, at: start,
      now: now)
    board.retract(
      verdict: .skip("no context"), of: "grounded", sample: sample, call: call, dimensions: { dimensions },
      at: start, now: now)
    #expect(board.values(ofRule: 0, at: now).map(\.value.value) == [0])
    #expect(board.values(ofRule: 1, at: now).map(\.value.samples) == [1])
    #expect(board.values(ofRule: 2, at: now).map(\.value.value) == [1])
    // A group that there is not is not made.
    let groups = board.groupCount
    call.route = symbols.routes.intern("elsewhere")
    board.retract(
      verdict: .pass, of: "grounded", sample: sample, call: call, dimensions: { Dimensions(user: "bob") },
      at: start, now: now)
    #expect(board.groupCount == groups)
  }

  @Test func aQualityBoardTakesAVerdictOutOfTheSeriesItWasCountedIn() {
    var board = QualityBoard(capacity: 1)
    let sample = Sample(stratum: .random, inclusion: 1)
    func call(_ route: UInt32) -> CallRecord {
      var call = CallRecord()
      call.route = Symbol(id: route)
      return call
    }
    for route in [5, 6] as [UInt32] {
      for verdict in [Verdict(.fail), .pass] {
        board.observe(verdict: verdict, of: "grounded", sample: sample, call: call(route), at: start)
      }
      board.retract(
        verdict: Verdict(.fail), of: "grounded", sample: sample, call: call(route), at: start,
        now: start + .minutes(1))
    }
    board.retract(
      verdict: Verdict(.fail), of: "unknown", sample: sample, call: call(5), at: start, now: start + .minutes(1))
    let values = board.values(at: start + .minutes(1))
    #expect(Set(values.map(\.route)) == [Symbol(id: 5), .other])
    #expect(values.map(\.value.value) == [0, 0])
    #expect(values.map(\.value.samples) == [1, 1])
  }
}
