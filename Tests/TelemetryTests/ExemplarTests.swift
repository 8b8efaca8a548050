import CallModel
import Testing

@testable import Telemetry

@Suite struct ExemplarTests {
  private let world = World()
  private var measurements = Measurements()

  private func call(
    _ number: UInt64, outcome: Outcome = .ok, error: String = "", duration: Nanoseconds? = nil,
    firstToken: Nanoseconds? = nil, usage: TokenUsage = TokenUsage()
  ) -> CallRecord {
    var call = world.call(outcome: outcome, error: error, duration: duration, usage: usage)
    call.trace = TraceID(high: 7, low: number)
    call.span = SpanID(number)
    call.timeToFirstToken = firstToken
    return call
  }

  private func exemplars(_ name: String, _ labelValues: String...) -> [Exemplar]? {
    measurements.snapshot(at: start, symbols: world.symbols).points(name)
      .first { $0.labelValues == labelValues }?.exemplars
  }

  private func exemplar(_ number: UInt64, _ value: Double, at: Nanoseconds) -> Exemplar {
    Exemplar(trace: TraceID(high: 7, low: number), span: SpanID(number), value: value, at: at)
  }

  @Test mutating func theLatestCallOfEachBucketOfADuration() {
    // 10 ms is the bound of the first bucket, 81.92 s that of the last but one.
    for (number, milliseconds) in [(1, 5), (2, 10), (3, 11), (4, 300), (5, 100_000), (6, 310)] as [(UInt64, Int64)] {
      measurements.record(call(number, duration: .milliseconds(milliseconds)), at: start + Int64(number))
    }
    #expect(
      exemplars("gen_ai_client_operation_duration_seconds", "chat", "openai", "gpt-4o", "") == [
        exemplar(2, 0.01, at: start + 2), exemplar(3, 0.011, at: start + 3), exemplar(6, 0.31, at: start + 6),
        exemplar(5, 100, at: start + 5),
      ])
  }

  @Test mutating func everyHistogramHasThem() {
    let usage = TokenUsage(input: 4, output: 17)
    measurements.record(call(1, duration: .seconds(1), firstToken: .milliseconds(250), usage: usage), at: start)
    let labels = ["checkout", "openai", "gpt-4o"]
    #expect(
      exemplars("assay_time_to_first_token_seconds", labels[0], labels[1], labels[2])
        == [exemplar(1, 0.25, at: start)])
    for (type, tokens) in [("input", 4.0), ("output", 17)] {
      #expect(
        exemplars("gen_ai_client_token_usage", "chat", "openai", "gpt-4o", type)
          == [exemplar(1, tokens, at: start)])
    }
  }

  @Test mutating func theLatestErrorOfTheCounterOfErrorsOnly() {
    measurements.record(call(1, outcome: .error), at: start)
    measurements.record(call(2, outcome: .error), at: start + 1)
    measurements.record(call(3), at: start + 2)
    measurements.record(call(4, outcome: .truncated), at: start + 3)
    #expect(
      exemplars("assay_calls_total", "checkout", "openai", "gpt-4o", "error") == [exemplar(2, 1, at: start + 1)])
    #expect(exemplars("assay_calls_total", "checkout", "openai", "gpt-4o", "ok") == [])
    #expect(exemplars("assay_calls_total", "checkout", "openai", "gpt-4o", "truncated") == [])
  }

  @Test mutating func theLatestFailureOfTheCounterOfFailuresOnly() {
    for (number, verdict) in [(1, .fail), (2, .fail), (3, .pass), (4, .error)] as [(UInt64, Verdict.Kind)] {
      measurements.record(verdict, evaluator: "shape", call: call(number), weight: 1, at: start + Int64(number))
    }
    #expect(
      exemplars("assay_evaluations_total", "shape", "checkout", "gpt-4o", "fail") == [exemplar(2, 1, at: start + 2)])
    #expect(exemplars("assay_evaluations_total", "shape", "checkout", "gpt-4o", "pass") == [])
    #expect(exemplars("assay_evaluations_total", "shape", "checkout", "gpt-4o", "error") == [])
  }

  @Test mutating func aCallWithoutATraceIsCountedButNoExemplar() {
    measurements.record(call(1, duration: .seconds(1)), at: start)
    measurements.record(world.call(outcome: .error, duration: .seconds(1)), at: start + 1)
    measurements.record(world.call(duration: .seconds(1)), at: start + 2)
    #expect(
      exemplars("gen_ai_client_operation_duration_seconds", "chat", "openai", "gpt-4o", "")
        == [exemplar(1, 1, at: start)])
    #expect(exemplars("assay_calls_total", "checkout", "openai", "gpt-4o", "error") == [])
  }

  @Test func memoryOfASeriesIsBounded() {
    var histogram = TracedHistogram()
    for number in 1...5_000 as ClosedRange<UInt64> {
      histogram.record(Double(number) / 25, AdvisedBounds.duration, call(number), at: Int64(number))
    }
    #expect(histogram.exemplars.count == AdvisedBounds.duration.count - 1)
    #expect(MemoryLayout<Exemplar>.stride == 40)
  }

  @Test func valuesThatAreNoneLeaveNothing() {
    var histogram = TracedHistogram()
    for value in [Double.nan, -1, .infinity] {
      histogram.record(value, AdvisedBounds.duration, call(1), at: start)
    }
    #expect(histogram.isEmpty && histogram.exemplars.isEmpty)
  }
}
