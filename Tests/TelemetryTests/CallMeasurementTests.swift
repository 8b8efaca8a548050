import CallModel
import Testing

@testable import Telemetry

@Suite struct CallMeasurementTests {
  private let world = World()
  private var measurements = Measurements()

  private func snapshot() -> [MetricFamily] { measurements.snapshot(at: start, symbols: world.symbols) }

  @Test mutating func countsByOutcome() {
    for outcome in [Outcome.ok, .ok, .error, .truncated, .filtered] {
      measurements.record(world.call(outcome: outcome), at: start)
    }
    measurements.record(world.call(model: "claude"), at: start)
    let families = snapshot()
    #expect(families.number("assay_calls_total", "checkout", "openai", "gpt-4o", "ok") == 2)
    #expect(families.number("assay_calls_total", "checkout", "openai", "gpt-4o", "error") == 1)
    #expect(families.number("assay_calls_total", "checkout", "openai", "gpt-4o", "filtered") == 1)
    #expect(families.number("assay_calls_total", "checkout", "openai", "claude", "ok") == 1)
    #expect(families.points("assay_calls_total").count == 5)
  }

  @Test mutating func spansThatAreNoCallsAreNotCounted() {
    var agent = world.call(usage: TokenUsage(input: 5))
    agent.operation = .notACall
    measurements.record(agent, at: start)
    #expect(snapshot().map(\.name) == ["assay_label_folded_total"])
  }

  @Test mutating func absentNamesAreEmptyLabels() {
    measurements.record(world.call("", provider: "", model: ""), at: start)
    #expect(snapshot().number("assay_calls_total", "", "", "", "ok") == 1)
  }

  @Test mutating func unknownDurationIsInNoLatency() {
    measurements.record(world.call(), at: start)
    measurements.record(world.call(duration: -1), at: start)
    #expect(snapshot().points("assay_call_duration_seconds").isEmpty)
    #expect(snapshot().points("gen_ai_client_operation_duration_seconds").isEmpty)
    measurements.record(world.call(duration: .milliseconds(1_500)), at: start)
    measurements.record(world.call(duration: 0), at: start)
    let summary = snapshot().value("assay_call_duration_seconds", "checkout", "openai", "gpt-4o")
    #expect(summary?.count == 2)
    #expect(summary?.sum == 1.5)
  }

  @Test mutating func firstTokens() {
    var call = world.call()
    call.timeToFirstToken = .milliseconds(250)
    measurements.record(call, at: start)
    measurements.record(world.call(), at: start)
    let histogram = snapshot().value("assay_time_to_first_token_seconds", "checkout", "openai", "gpt-4o")
    #expect(histogram?.count == 1)
    #expect(histogram?.sum == 0.25)
  }

  @Test mutating func unknownTokensAreNotZero() {
    measurements.record(world.call(usage: TokenUsage(input: 100, cacheRead: 0)), at: start)
    measurements.record(world.call(usage: TokenUsage(input: 50)), at: start)
    measurements.record(world.call(usage: TokenUsage(input: -5, output: .min)), at: start)
    let points = snapshot().points("assay_tokens_total")
    #expect(points.map { $0.labelValues[3] } == ["input", "cache_read"])
    #expect(snapshot().number("assay_tokens_total", "checkout", "openai", "gpt-4o", "input") == 150)
    #expect(snapshot().number("assay_tokens_total", "checkout", "openai", "gpt-4o", "cache_read") == 0)
  }

  @Test mutating func spendIsExactAndUnknownCostIsNotFree() {
    let families = snapshot()
    #expect(families.points("assay_spend_dollars_total").isEmpty)
    // Three tenths of a nano-dollar's worth of rounding would show in a sum of doubles.
    for _ in 0..<1_000 { measurements.record(world.call(cost: 100_000_001), at: start) }
    #expect(snapshot().number("assay_spend_dollars_total", "checkout", "openai", "gpt-4o") == 100.000001)
    #expect(snapshot().number("assay_unpriced_calls_total", "checkout", "openai", "gpt-4o") == 0)

    let tokens = TokenUsage(input: 10)
    for call in [
      world.call(model: "local"), world.call(model: "local", outcome: .truncated),
      world.call(model: "local", outcome: .error, usage: tokens), world.call(model: "local", outcome: .error),
    ] {
      measurements.record(call, at: start)
    }
    #expect(snapshot().number("assay_unpriced_calls_total", "checkout", "openai", "local") == 3)
    #expect(snapshot().number("assay_spend_dollars_total", "checkout", "openai", "local") == nil)
    measurements.record(world.call(model: "local", cost: 0), at: start)
    #expect(snapshot().number("assay_spend_dollars_total", "checkout", "openai", "local") == 0)
  }

  @Test mutating func absurdNumbersNeitherTrapNorFreezeSums() {
    let absurd = TokenUsage(input: .max, output: .max, cacheRead: .max, cacheWrite: .max, reasoning: .max)
    for _ in 0..<3 { measurements.record(world.call(duration: .max, usage: absurd, cost: .max), at: start) }
    measurements.record(world.call(duration: .min, usage: TokenUsage(input: .min), cost: .min), at: start)
    let before = snapshot().number("assay_spend_dollars_total", "checkout", "openai", "gpt-4o") ?? 0
    #expect(abs(before - 3 * 9_223_372_036.854_776) < 1e-5)
    measurements.record(world.call(cost: 5_000_000_000), at: start)
    let after = snapshot().number("assay_spend_dollars_total", "checkout", "openai", "gpt-4o") ?? 0
    #expect(abs(after - before - 5) < 1e-5)
  }

  @Test mutating func openTelemetrysOwnMetrics() {
    let usage = TokenUsage(input: 4, output: 16)
    measurements.record(world.call("a", duration: .seconds(2), usage: usage), at: start)
    measurements.record(world.call("b", duration: .seconds(3), usage: usage), at: start)
    measurements.record(world.call(outcome: .error, error: "429", duration: .seconds(1)), at: start)
    measurements.record(world.call(outcome: .error, duration: .seconds(1)), at: start)
    let families = snapshot()
    let name = "gen_ai_client_operation_duration_seconds"
    #expect(families.value(name, "chat", "openai", "gpt-4o", "")?.sum == 5)
    #expect(families.value(name, "chat", "openai", "gpt-4o", "429")?.count == 1)
    #expect(families.value(name, "chat", "openai", "gpt-4o", "_OTHER")?.count == 1)
    #expect(families.value("gen_ai_client_token_usage", "chat", "openai", "gpt-4o", "input")?.sum == 8)
    #expect(families.value("gen_ai_client_token_usage", "chat", "openai", "gpt-4o", "output")?.sum == 32)
    guard
      case .histogram(let tokens, let bounds) = families.value(
        "gen_ai_client_token_usage", "chat", "openai", "gpt-4o", "output")
    else {
      Issue.record("no histogram")
      return
    }
    #expect(bounds.count == 14 && bounds.last == 67_108_864)
    #expect(tokens.count(atMost: 16) == 2 && tokens.count(atMost: 4) == 0)
  }
}
