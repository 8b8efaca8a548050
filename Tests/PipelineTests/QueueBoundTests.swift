import CallModel
import Storage
import Testing

@testable import Pipeline

/// Judging must never hold back counting.
@Suite(.serialized) struct QueueBoundTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func aJudgeThatIsTooSlowDropsWhileCountingGoesOn() async throws {
    let slow = DoorEvaluator()
    let options = PipelineOptions(
      path: folder.store, sampling: SamplingPolicy(rate: 1), evaluators: [RunningEvaluator("slow", slow)])
    try await running(options) { pipeline in
      try await pipeline.send(SampleCall.many(1))
      #expect(slow.batches.wait(for: 1), "the judge is busy with the first call")
      // Its queue takes 32 MiB: of 48 calls of a mebibyte about two thirds.
      for _ in 0..<12 { try await pipeline.send(SampleCall.many(4) { $0.padding = 1 << 20 }) }
      #expect(try await pipeline.settles(calls: 49), "all are counted")
      let snapshot = pipeline.snapshot()
      let refused = snapshot.sum("assay_queue_refused_total", ["queue": "judge"])
      let waiting = snapshot.sum("assay_queue_depth", ["queue": "judge"])
      #expect(refused + waiting == 48)
      #expect((30...31).contains(waiting) || waiting == 32, "\(waiting)")
      #expect(snapshot.sum("assay_evaluations_total") == 0)
      for queue in ["journal", "calls", "index", "queries"] {
        #expect(snapshot.sum("assay_queue_refused_total", ["queue": queue]) == 0, "\(queue)")
      }
      #expect(try await eventually { try await pipeline.newestCalls(limit: 100).count == 49 }, "and are in the index")

      slow.door.open()
      #expect(try await pipeline.reaches("assay_evaluations_total", ["verdict": "pass"], 1 + waiting))
      #expect(pipeline.snapshot().sum("assay_evaluations_total") == 1 + waiting)
      // There is room again.
      try await pipeline.send(SampleCall.many(3))
      #expect(try await pipeline.reaches("assay_evaluations_total", ["verdict": "pass"], 4 + waiting))
      #expect(pipeline.snapshot().sum("assay_queue_refused_total", ["queue": "judge"]) == refused)
    }
  }

  @Test func oneThatHangsCostsItsOwnVerdictsAndNobodyElses() async throws {
    let hung = DoorEvaluator()
    let options = PipelineOptions(
      path: folder.store, sampling: SamplingPolicy(rate: 1),
      evaluators: [
        RunningEvaluator("hung", hung, timeout: .milliseconds(20)), RunningEvaluator("quick"),
        RunningEvaluator("broken", FixedEvaluator(verdicts: [])),
      ])
    try await running(options) { pipeline in
      for round in 1...10 {
        try await pipeline.send(SampleCall.many(5))
        #expect(try await pipeline.reaches("assay_evaluations_total", ["evaluator": "quick"], Double(round * 5)))
      }
      #expect(try await pipeline.reaches("assay_evaluations_total", ["evaluator": "broken"], 50))
      let snapshot = pipeline.snapshot()
      #expect(snapshot.sum("assay_evaluations_total", ["evaluator": "quick", "verdict": "pass"]) == 50)
      #expect(snapshot.sum("assay_evaluations_total", ["evaluator": "hung", "verdict": "error"]) == 50)
      #expect(snapshot.sum("assay_evaluations_total", ["evaluator": "broken", "verdict": "error"]) == 50)
      #expect(snapshot.sum("assay_evaluator_timeouts_total", ["evaluator": "hung"]) == 1)
      // An evaluator's failure is no answer's.
      #expect(snapshot.family("assay_fail_ratio")?.points.map { $0.labelValues[0] } == ["quick"])
      hung.door.open()
    }
    let labels = try await running(options) { pipeline in
      try await pipeline.newestCalls(limit: 100).flatMap(\.verdicts).filter { $0.evaluator == "hung" }
        .map { $0.verdict.label ?? "" }
    }
    #expect(labels.count == 50 && Set(labels) == ["timeout", "busy"])
  }
}
