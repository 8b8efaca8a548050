import CallModel
import PluginKit
import Spending
import Storage
import Testing
import Throttling

@testable import Pipeline

/// Other options are taken while calls go on, and no call is lost.
@Suite(.serialized) struct ReloadTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func underTrafficNoCallIsLostAndNoneIsCountedTwice() async throws {
    let options = refusalOptions(folder, [refusalRule(throttles: false)])
    try await running(options) { pipeline in
      async let reloads: Void = {
        for round in 0..<20 {
          let rule = refusalRule(minSamples: 10 + round, throttles: false)
          try await pipeline.reload { refusalOptions(folder, [rule]) }
        }
      }()
      for _ in 0..<100 { try await pipeline.send(SampleCall.many(10)) }
      try await reloads
      try await pipeline.send(SampleCall.many(10))
      #expect(try await pipeline.settles(calls: 1_010, verdicts: 1_010))
      #expect(pipeline.snapshot().sum("assay_calls_total") == 1_010)
      #expect(pipeline.snapshot().sum("assay_evaluations_total") == 1_010, "each call is judged once")
    }
  }

  @Test func whatIsQueuedIsJudgedByTheEvaluatorOfBefore() async throws {
    let before = DoorEvaluator()
    var options = PipelineOptions(
      path: folder.store, sampling: SamplingPolicy(rate: 1), evaluators: [RunningEvaluator("old", before)])
    try await running(options) { pipeline in
      try await pipeline.send(SampleCall.many(1))
      #expect(before.batches.wait(for: 1))
      try await pipeline.send(SampleCall.many(5))
      #expect(try await pipeline.reaches("assay_queue_depth", ["queue": "judge"], 5))
      options.evaluators = [RunningEvaluator("new")]
      let changed = options
      try await pipeline.reload { changed }
      try await pipeline.send(SampleCall.many(3))
      before.door.open()
      #expect(try await pipeline.reaches("assay_evaluations_total", ["evaluator": "new"], 3))
      #expect(try await pipeline.reaches("assay_evaluations_total", ["evaluator": "old"], 6))
    }
  }

  @Test func aThrottleThatTheNewRulesStillHaveGoesOn() async throws {
    try await running(refusalOptions(folder, [refusalRule()])) { pipeline in
      try await pipeline.send(refusals(40))
      #expect(try await eventually { pipeline.ask().decision == .reject })
      let share = try #require(pipeline.throttles().throttles.first?.share)
      try await pipeline.reload { refusalOptions(folder, [slowRule(window: .minutes(1)), refusalRule()]) }
      let kept = try #require(pipeline.throttles().throttles.first)
      #expect(kept.isThrottled && kept.alert == "refusals")
      #expect(kept.share <= share, "nothing was let go by the reload")

      try await pipeline.reload { refusalOptions(folder, []) }
      #expect(pipeline.throttles().throttles.isEmpty)
      #expect((0..<50).allSatisfy { _ in pipeline.ask().decision == .admit })
      #expect(try await eventually { try await pipeline.audit(limit: 10).contains { $0.subject == "configuration" } })
    }
  }

  @Test func aNewRuleSeesWhatCameBeforeIt() async throws {
    try await running(refusalOptions(folder, [])) { pipeline in
      try await pipeline.send(refusals(40))
      #expect(try await pipeline.settles(calls: 40, verdicts: 40))
      #expect(try await eventually { try await pipeline.newestCalls(limit: 1).first?.verdicts.isEmpty == false })
      try await pipeline.reload { refusalOptions(folder, [refusalRule(minSamples: 40)]) }
      #expect(try await eventually { pipeline.ask().decision == .reject })
    }
  }

  @Test func pricesChangeBetweenTwoCalls() async throws {
    var options = refusalOptions(folder, [])
    try await running(options) { pipeline in
      try await pipeline.send(SampleCall.many(2))
      #expect(try await pipeline.settles(calls: 2))
      options.prices = PriceCatalogue([
        PriceEntry(
          provider: "openai", model: "gpt-4o-mini",
          revisions: [
            .init(prices: TokenPrices(input: NanoDollars(1_000_000_000), output: NanoDollars(2_000_000_000)))
          ])
      ])
      let priced = options
      try await pipeline.reload { priced }
      try await pipeline.send(SampleCall.many(2))
      #expect(try await pipeline.settles(calls: 4))
      // 100 tokens at $1 and 20 at $2 a million.
      #expect(pipeline.snapshot().sum("assay_spend_dollars_total") == 2 * 0.00014)
      #expect(pipeline.snapshot().sum("assay_unpriced_calls_total") == 2)
    }
  }

  @Test func whatCannotBeReadLeavesEverythingAsItIs() async throws {
    try await running(refusalOptions(folder, [refusalRule()])) { pipeline in
      await #expect(throws: ReloadFailure.self) {
        try await pipeline.reload { () throws(ReloadFailure) in throw .invalid(["line 3: no"]) }
      }
      try await pipeline.send(refusals(40))
      #expect(try await eventually { pipeline.ask().decision == .reject })
    }
  }
}
