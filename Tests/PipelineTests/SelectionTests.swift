import CallModel
import Storage
import Testing

@testable import Pipeline

/// Which calls an evaluator judges: by its scope and by its rate.
@Suite struct SelectionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// How many verdicts each evaluator gives on these calls; `everything` must judge all of them.
  private func verdicts(
    of evaluators: [RunningEvaluator], policy: SamplingPolicy = SamplingPolicy(rate: 1), on calls: [SampleCall]
  ) async throws -> [String: [JudgedStoredCall]] {
    let options = PipelineOptions(
      path: folder.store, sampling: policy, evaluators: evaluators + [RunningEvaluator("everything")])
    try await running(options) { pipeline in
      try await pipeline.send(calls)
      #expect(try await pipeline.reaches("assay_evaluations_total", ["evaluator": "everything"], Double(calls.count)))
    }
    // The stop has written all verdicts down.
    return try await running(options) { pipeline in
      var result: [String: [JudgedStoredCall]] = [:]
      for call in try await pipeline.newestCalls(limit: 1_000) {
        for verdict in call.verdicts { result[verdict.evaluator, default: []].append(call) }
      }
      return result
    }
  }

  @Test func aScopeChoosesItsCalls() async throws {
    let calls =
      SampleCall.many(3) { $0.route = "invoice-extractor" }
      + SampleCall.many(4) { $0.route = "invoice-checker" }
      + SampleCall.many(5) {
        $0.route = "invoice-checker"
        $0.model = "o4-mini"
      }
      + SampleCall.many(6) { $0.user = "ann" } + SampleCall.many(7)
    let judged = try await verdicts(
      of: [
        RunningEvaluator("invoices", on: try Scope(parsing: "route=invoice-*")),
        RunningEvaluator("both", on: try Scope(parsing: "route=invoice-checker,model=o4-*")),
        RunningEvaluator("anns", on: try Scope(parsing: "caller=ann")),
        RunningEvaluator("nobodys", on: try Scope(parsing: "route=search")),
      ], on: calls)
    #expect(judged.mapValues(\.count) == ["everything": 25, "invoices": 12, "both": 5, "anns": 6])
    #expect(judged["invoices"]?.allSatisfy { $0.call.dimensions.route?.hasPrefix("invoice-") == true } == true)
    #expect(judged["both"]?.allSatisfy { $0.call.dimensions.model == "o4-mini" } == true)
    #expect(judged["anns"]?.allSatisfy { $0.call.dimensions.user == "ann" } == true)
  }

  @Test func ratesOfNothingAndOfEverything() async throws {
    let calls = SampleCall.many(40) + SampleCall.many(5) { $0.error = "timeout" }
    let judged = try await verdicts(
      of: [
        RunningEvaluator("none", rate: 0), RunningEvaluator("all", rate: 1), RunningEvaluator("default", rate: nil),
      ], policy: SamplingPolicy(rate: 0), on: calls)
    // At 0 not even the strata are judged that always are.
    #expect(judged.mapValues(\.count) == ["everything": 45, "all": 45])
  }

  @Test func theDefaultRateIsThePolicys() async throws {
    let judged = try await verdicts(
      of: [RunningEvaluator("default", rate: nil)], policy: SamplingPolicy(rate: 1, always: []),
      on: SampleCall.many(30))
    #expect(judged.mapValues(\.count) == ["everything": 30, "default": 30])
  }

  @Test func samplesNestAndKnowTheirProbability() async throws {
    let judged = try await verdicts(
      of: [RunningEvaluator("tenth", rate: 0.1), RunningEvaluator("half", rate: 0.5)],
      policy: SamplingPolicy(rate: 1, always: []), on: SampleCall.many(600))
    let tenth = Set((judged["tenth"] ?? []).map(\.call.id))
    let half = Set((judged["half"] ?? []).map(\.call.id))
    #expect(tenth.isSubset(of: half))
    // Six standard deviations of the binomial distribution.
    #expect((17...104).contains(tenth.count) && (227...373).contains(half.count), "\(tenth.count), \(half.count)")
    let samples = (judged["tenth"] ?? []).flatMap(\.verdicts).filter { $0.evaluator == "tenth" }.map(\.sample)
    #expect(samples.allSatisfy { $0 == Sample(stratum: .random, inclusion: 0.1) })
  }
}
