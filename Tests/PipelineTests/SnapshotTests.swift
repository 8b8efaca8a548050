import CallModel
import NIOCore
import Spending
import Testing
import Throttling

@testable import Pipeline

/// The names and labels of metrics are a contract with users' dashboards and rules.
@Suite struct SnapshotTests {
  private static let call = ["route", "provider", "model"]
  private static let evaluation = ["evaluator", "route", "model"]
  private static let client = ["gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model"]

  private static let families: [String: (kind: MetricFamily.Kind, labels: [String])] = [
    "gen_ai_client_operation_duration_seconds": (.histogram, client + ["error_type"]),
    "gen_ai_client_token_usage": (.histogram, client + ["gen_ai_token_type"]),
    "assay_calls_total": (.counter, call + ["outcome"]),
    "assay_call_duration_seconds": (.summary, call),
    "assay_time_to_first_token_seconds": (.histogram, call),
    "assay_tokens_total": (.counter, call + ["type"]),
    "assay_spend_dollars_total": (.counter, call),
    "assay_unpriced_calls_total": (.counter, call),
    "assay_evaluations_total": (.counter, evaluation + ["verdict"]),
    "assay_evaluated_weight_total": (.counter, evaluation),
    "assay_failed_weight_total": (.counter, evaluation),
    "assay_fail_ratio": (.gauge, evaluation),
    "assay_fail_ratio_lower": (.gauge, evaluation),
    "assay_fail_ratio_upper": (.gauge, evaluation),
    "assay_alert_firing": (.gauge, ["alert"] + call),
    "assay_throttle_admit_ratio": (.gauge, ["throttle"] + call),
    "assay_admissions_total": (.counter, ["route", "decision", "reason"]),
    "assay_label_folded_total": (.counter, ["metric"]),
    "assay_ingest_spans_total": (.counter, []),
    "assay_ingest_rejected_spans_total": (.counter, []),
    "assay_ingest_bytes_total": (.counter, []),
    "assay_ingest_batches_total": (.counter, []),
    "assay_ingest_repeated_batches_total": (.counter, []),
    "assay_ingest_repeated_calls_total": (.counter, []),
    "assay_ingest_nested_calls_total": (.counter, []),
    "assay_ingest_log_records_total": (.counter, []),
    "assay_ingest_metric_points_total": (.counter, []),
    "assay_assembly_dropped_parts_total": (.counter, []),
    "assay_assembly_late_parts_total": (.counter, []),
    "assay_assembly_hurried_calls_total": (.counter, []),
    "assay_assembly_missed_judgements_total": (.counter, []),
    "assay_budget_used_ratio": (.gauge, ["budget"]),
    "assay_budget_remaining_dollars": (.gauge, ["budget"]),
    "assay_ingest_refused_total": (.counter, ["reason"]),
    "assay_ingest_repairs_total": (.counter, ["kind"]),
    "assay_queue_depth": (.gauge, ["queue"]),
    "assay_queue_refused_total": (.counter, ["queue"]),
    "assay_storage_bytes": (.gauge, ["part"]),
    "assay_storage_errors_total": (.counter, []),
    "assay_storage_commits_total": (.counter, []),
    "assay_storage_commit_seconds_total": (.counter, []),
    "assay_evaluator_seconds_total": (.counter, ["evaluator"]),
    "assay_evaluator_timeouts_total": (.counter, ["evaluator"]),
    "assay_evaluator_queue_depth": (.gauge, ["evaluator"]),
    "assay_evaluator_refused_total": (.counter, ["evaluator"]),
    "assay_external_evaluations_total": (.counter, ["result"]),
    "assay_spend_anomaly_score": (.gauge, ["route", "model"]),
    "assay_build_info": (.gauge, ["version"]),
    "process_cpu_seconds_total": (.counter, []),
    "process_resident_memory_bytes": (.gauge, []),
  ]

  /// A pipeline that has seen one of everything.
  private func withTraffic(_ body: (Pipeline) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    var options = refusalOptions(folder, [refusalRule(step: .minutes(10))])
    options.version = "1.2.3"
    options.budgets = [BudgetRule(name: "all", limit: NanoDollars(1_000_000_000_000), period: .day)]
    options.prices = PriceCatalogue([
      PriceEntry(
        provider: "openai", model: "gpt-4o-mini",
        revisions: [.init(prices: TokenPrices(input: NanoDollars(150_000_000), output: NanoDollars(600_000_000)))])
    ])
    try await running(options) { pipeline in
      try await pipeline.send(
        refusals(20) + SampleCall.many(2) { $0.firstToken = 0.25 } + SampleCall.many(3) { $0.error = "timeout" }
          + SampleCall.many(4) { $0.model = "no-such-model" } + SampleCall.many(1) { $0.inputTokens = -1 })
      _ = try? await pipeline.ingest(.init(string: "garbage"))
      #expect(try await pipeline.settles(calls: 30, verdicts: 30))
      #expect(try await eventually { pipeline.throttles().throttles.contains { $0.isThrottled } })
      for _ in 0..<50 { _ = pipeline.ask() }
      try await body(pipeline)
    }
  }

  @Test func everyFamilyIsThereWithItsLabels() async throws {
    try await withTraffic { pipeline in
      let snapshot = pipeline.snapshot()
      for (name, expected) in Self.families {
        let family = try #require(snapshot.family(name), "\(name)")
        #expect(family.kind == expected.kind, "\(name)")
        #expect(family.labels == expected.labels, "\(name)")
        // What is usual is known after hours.
        #expect(!family.points.isEmpty || name == "assay_spend_anomaly_score", "\(name)")
        #expect(!family.help.isEmpty, "\(name)")
      }
      let unknown = Set(snapshot.families.map(\.name)).subtracting(Self.families.keys)
      #expect(unknown.isEmpty, "a family that this test does not know is a new contract")
    }
  }

  @Test func seriesAreWellFormed() async throws {
    try await withTraffic { pipeline in
      let families = pipeline.snapshot().families
      #expect(Set(families.map(\.name)).count == families.count, "each name once")
      for family in families {
        #expect(family.points.allSatisfy { $0.labelValues.count == family.labels.count }, "\(family.name)")
        #expect(Set(family.points.map(\.labelValues)).count == family.points.count, "\(family.name): each series once")
        #expect((family.kind == .counter) == family.name.hasSuffix("_total"), "\(family.name)")
      }
    }
  }

  @Test func valuesAreThoseOfTheTraffic() async throws {
    try await withTraffic { pipeline in
      let snapshot = pipeline.snapshot()
      let mini = ["route": "checkout", "provider": "openai", "model": "gpt-4o-mini"]
      #expect(snapshot.sum("assay_calls_total", mini) == 26)
      #expect(snapshot.sum("assay_calls_total", ["outcome": "error"]) == 3)
      #expect(snapshot.sum("assay_unpriced_calls_total", ["model": "no-such-model"]) == 4)
      #expect(snapshot.sum("assay_unpriced_calls_total", mini) == 1, "its usage is unknown")
      // 25 calls of 100 tokens in and 20 out: 15 + 12 micro-dollars each.
      #expect(abs(snapshot.sum("assay_spend_dollars_total") - 25 * 27e-6) < 1e-12)
      #expect(snapshot.sum("assay_tokens_total", ["type": "output"]) == 600)
      #expect(snapshot.sum("assay_evaluations_total", ["verdict": "fail", "model": "gpt-4o-mini"]) == 20)
      #expect(snapshot.sum("assay_alert_firing", ["alert": "refusals"]) == 1)
      let share = snapshot.sum("assay_throttle_admit_ratio", ["route": "checkout", "model": "gpt-4o-mini"])
      #expect(share > 0 && share < 1)
      #expect(snapshot.sum("assay_admissions_total", ["route": "checkout"]) == 50)
      #expect(snapshot.sum("assay_admissions_total", ["decision": "reject", "reason": "throttle"]) > 0)
      #expect(snapshot.sum("assay_ingest_refused_total", ["reason": "invalid"]) == 1)
      #expect(snapshot.sum("assay_build_info", ["version": "1.2.3"]) == 1)
      #expect(snapshot.sum("assay_storage_bytes", ["part": "journal"]) > 0)
      #expect(snapshot.sum("process_resident_memory_bytes") > 1_000_000)
      let durations = try #require(snapshot.family("assay_call_duration_seconds")?.points.first)
      guard case .summary(let quantiles, _, let count) = durations.value else {
        Issue.record("no summary")
        return
      }
      #expect(quantiles.map(\.quantile) == [0.5, 0.95, 0.99] && count == 26)
    }
  }

  @Test func anEmptyPipelineHasItsOwnHealth() async throws {
    let folder = try TemporaryFolder()
    try await running(PipelineOptions(path: folder.store)) { pipeline in
      let snapshot = pipeline.snapshot()
      for name in Self.families.keys
      where name.hasPrefix("assay_queue_") || name.hasPrefix("assay_storage_") || name.hasPrefix("process_") {
        #expect(snapshot.family(name)?.points.isEmpty == false, "\(name)")
      }
      #expect(
        snapshot.family("assay_queue_depth")?.points.map { $0.labelValues[0] }
          == ["journal", "calls", "assembly", "judge", "index", "queries", "json", "masking", "reload", "external"])
      #expect(snapshot.sum("assay_calls_total") == 0)
    }
  }
}
