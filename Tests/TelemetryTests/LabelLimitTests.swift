import CallModel
import Testing

@testable import Telemetry

@Suite struct LabelLimitTests {
  @Test func namesBeyondTheLimitFoldAndNothingIsLost() {
    let world = World()
    var measurements = Measurements(labelSets: 20)
    let usage = TokenUsage(input: 1)
    for i in 0..<1_000 {
      let call = world.call(
        model: "m\(i)", outcome: i % 2 == 0 ? .ok : .error, error: i % 2 == 0 ? "" : "e\(i)", duration: 1, usage: usage)
      measurements.record(call, at: start)
      measurements.record(.pass, evaluator: "shape", call: call, weight: 1, at: start)
    }
    measurements.record(world.call(model: "m3"), at: start)
    let families = measurements.snapshot(at: start, symbols: world.symbols)
    #expect(families.points("assay_unpriced_calls_total").count == 21)
    #expect(families.number("assay_calls_total", "other", "other", "other", "ok") == 490)
    #expect(families.number("assay_calls_total", "other", "other", "other", "error") == 490)
    #expect(families.number("assay_calls_total", "checkout", "openai", "m3", "ok") == 1)
    #expect(families.number("assay_evaluated_weight_total", "shape", "other", "other") == 980)
    // Calls that failed and calls that did not stay apart when they are folded.
    let durations = families.points("gen_ai_client_operation_duration_seconds")
    #expect(durations.count == 22)
    #expect(durations.reduce(0) { $0 + ($1.value.count ?? 0) } == 1_000)
    #expect(families.value("gen_ai_client_operation_duration_seconds", "chat", "other", "other", "other")?.count == 490)
    for metric in ["assay_calls_total", "assay_tokens_total", "gen_ai_client_token_usage", "assay_evaluations_total"] {
      #expect(families.number("assay_label_folded_total", metric) == 980, "\(metric)")
    }
  }

  @Test func aFloodOfModelNamesKeepsMemoryBounded() {
    let world = World()
    var measurements = Measurements()
    for i in 0..<30_000 { measurements.record(world.call(model: "m\(i)", duration: 1), at: start) }
    #expect(measurements.calls.series.count == 2_001)
    #expect(measurements.clientDurations.series.count == 2_001)
    #expect(measurements.calls.folded == 28_000)
  }

  @Test func noSeriesTwice() {
    let world = World()
    var measurements = Measurements(labelSets: 3)
    for name in ["other", "a", "b", "c", "d"] {
      measurements.record(world.call(name, provider: "other", model: "other"), at: start)
    }
    for family in measurements.snapshot(at: start, symbols: world.symbols) {
      #expect(Set(family.points.map(\.labelValues)).count == family.points.count, "\(family.name)")
      #expect(family.points.allSatisfy { $0.labelValues.count == family.labels.count }, "\(family.name)")
    }
  }
}
