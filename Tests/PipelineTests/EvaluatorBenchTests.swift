import CallModel
import PluginKit
import Telemetry
import Testing

@testable import Pipeline

@Suite struct EvaluatorBenchTests {
  private let meter = ServiceMeter()

  private func calls(_ count: Int) -> [LLMCall] { (0..<count).map { _ in LLMCall() } }

  private func sum(_ name: String, _ evaluator: String) -> Double {
    MetricsSnapshot(families: meter.instruments.snapshot(), at: 0).sum(name, ["evaluator": evaluator])
  }

  @Test func handsVerdictsThrough() {
    let verdicts: [Verdict] = [.pass, .fail("no", label: "l", evidence: [1..<2]), .skip("nothing"), .error("broke")]
    let bench = EvaluatorBench(RunningEvaluator("fixed", FixedEvaluator(verdicts: verdicts)), meter: meter)
    #expect(bench.judge(calls(4)) == verdicts)
    bench.stop()
    #expect(sum("assay_evaluator_seconds_total", "fixed") > 0)
    #expect(sum("assay_evaluator_timeouts_total", "fixed") == 0)
  }

  @Test func judgesOnAThreadOfItsOwn() {
    struct NameEvaluator: Evaluator {
      func judge(_ calls: [LLMCall]) async -> [Verdict] {
        await Task.yield()
        return calls.map { _ in .fail(threadName()) }
      }
    }
    let bench = EvaluatorBench(RunningEvaluator("mine", NameEvaluator()), meter: meter)
    #expect(bench.judge(calls(1)).first?.explanation == "eval-mine")
    bench.stop()
    #expect(threadEnds("eval-mine"))
  }

  @Test func oneThatHangsTimesOutIsBusyAndWorksAgain() throws {
    let evaluator = DoorEvaluator()
    let bench = EvaluatorBench(RunningEvaluator("hung", evaluator, timeout: .milliseconds(20)), meter: meter)
    let late = bench.judge(calls(3))
    #expect(late.map(\.kind) == [.error, .error, .error])
    #expect(late.allSatisfy { $0.label == "timeout" && $0.explanation?.contains("20 ms") == true && $0.score == nil })
    #expect(sum("assay_evaluator_timeouts_total", "hung") == 1)

    let waited = sum("assay_evaluator_seconds_total", "hung")
    #expect(waited >= 0.020)
    for _ in 0..<10 {
      let busy = bench.judge(calls(2))
      #expect(busy.map(\.kind) == [.error, .error])
      #expect(busy.allSatisfy { $0.label == "busy" && $0.explanation?.isEmpty == false })
    }
    // Nobody waited for it, it was handed nothing, and no further timeout is counted.
    #expect(sum("assay_evaluator_seconds_total", "hung") == waited)
    #expect(evaluator.batches.all == [3])
    #expect(sum("assay_evaluator_timeouts_total", "hung") == 1)

    evaluator.door.open()
    let end = ContinuousClock.now + .nanoseconds(patience)
    var again = bench.judge(calls(5))
    while again.first?.label == "busy", ContinuousClock.now < end { again = bench.judge(calls(5)) }
    // The verdicts that came too late are nobody's.
    #expect(again == Array(repeating: .pass, count: 5))
    #expect(evaluator.batches.all == [3, 5])
    bench.stop()
  }

  @Test(arguments: [0, 1, 3, 100])
  func aWrongNumberOfVerdictsIsBroken(_ given: Int) {
    let evaluator = FixedEvaluator(verdicts: Array(repeating: .pass, count: given))
    let bench = EvaluatorBench(RunningEvaluator("broken", evaluator), meter: meter)
    let verdicts = bench.judge(calls(2))
    #expect(verdicts.map(\.kind) == [.error, .error])
    #expect(verdicts.allSatisfy { $0.label == "broken" && $0.explanation?.contains("\(given) verdicts for 2") == true })
    bench.stop()
  }

  @Test func noCallsAreNoVerdicts() {
    let bench = EvaluatorBench(RunningEvaluator("none"), meter: meter)
    #expect(bench.judge([]) == [])
    bench.stop()
  }

  @Test func stopDoesNotWaitForOneThatHangs() {
    let evaluator = DoorEvaluator()
    let bench = EvaluatorBench(RunningEvaluator("stuck", evaluator, timeout: .milliseconds(5)), meter: meter)
    #expect(bench.judge(calls(1)).first?.label == "timeout")
    bench.stop()
    evaluator.door.open()
  }

  @Test func stopEndsTheThreadOfOneThatHungAndHasReturned() {
    let evaluator = LateEvaluator()
    let bench = EvaluatorBench(RunningEvaluator("returned", evaluator, timeout: .milliseconds(5)), meter: meter)
    #expect(bench.judge(calls(1)).first?.label == "timeout")
    evaluator.door.open()
    #expect(evaluator.returned.wait(for: 1))
    // The answer is taken up a moment after it was given; no further batch comes.
    var isIdle = false
    let end = ContinuousClock.now + .nanoseconds(patience)
    while !isIdle, ContinuousClock.now < end { isIdle = threadIsAsleep("eval-returned") }
    bench.stop()
    #expect(threadEnds("eval-returned"))
  }

  private final class LateEvaluator: Evaluator {
    let door = Door()
    let returned = Notes<Bool>()

    func judge(_ calls: [LLMCall]) async -> [Verdict] {
      door.pass()
      returned.add(true)
      return calls.map { _ in .pass }
    }
  }
}
