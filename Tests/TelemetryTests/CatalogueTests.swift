import CallModel
import Testing

@testable import Telemetry

/// Names are a contract with dashboards; the rules are those that promtool checks.
@Suite struct CatalogueTests {
  private func everything() -> [MetricFamily] {
    let world = World()
    var measurements = Measurements()
    var call = world.call(duration: 1, usage: TokenUsage(input: 1, output: 1), cost: 1)
    call.timeToFirstToken = 1
    measurements.record(call, at: start)
    measurements.record(.pass, evaluator: "shape", call: call, weight: 1, at: start)
    measurements.record(.admit, route: "checkout", reason: "none")
    return measurements.snapshot(at: start, symbols: world.symbols)
  }

  @Test func namesTypesAndLabels() {
    let lines = everything().map { "\($0.name) \($0.kind) \($0.labels.joined(separator: ","))" }
    #expect(
      lines == [
        "assay_calls_total counter route,provider,model,outcome",
        "assay_call_duration_seconds summary route,provider,model",
        "assay_time_to_first_token_seconds histogram route,provider,model",
        "assay_tokens_total counter route,provider,model,type",
        "assay_spend_dollars_total counter route,provider,model",
        "assay_unpriced_calls_total counter route,provider,model",
        "gen_ai_client_operation_duration_seconds histogram "
          + "gen_ai_operation_name,gen_ai_provider_name,gen_ai_request_model,error_type",
        "gen_ai_client_token_usage histogram "
          + "gen_ai_operation_name,gen_ai_provider_name,gen_ai_request_model,gen_ai_token_type",
        "assay_evaluations_total counter evaluator,route,model,verdict",
        "assay_evaluated_weight_total counter evaluator,route,model",
        "assay_failed_weight_total counter evaluator,route,model",
        "assay_admissions_total counter route,decision,reason",
        "assay_label_folded_total counter metric",
      ])
  }

  @Test func everyFamilyHasHelpAndCountersAreTotals() {
    for family in everything() {
      #expect(family.help.hasSuffix("."))
      #expect(family.name.hasSuffix("_total") == (family.kind == .counter), "\(family.name)")
    }
  }

  @Test func quantilesOfASummary() {
    let value = everything().value("assay_call_duration_seconds", "checkout", "openai", "gpt-4o")
    guard case .summary(let quantiles, _, _) = value else {
      Issue.record("no summary")
      return
    }
    #expect(quantiles.map(\.quantile) == [0.5, 0.95, 0.99])
  }
}
