import CallModel
import Testing

@testable import Sampling

@Suite struct SamplerTests {
  @Test func samplesNest() {
    let sampler = Stream(policy: randomOnly)
    var numbers = Numbers(seed: 1)
    let rates = [0.01, 0.05, 0.2, 0.5, 1]
    var counts = [Int](repeating: 0, count: rates.count)
    for _ in 0..<10_000 {
      let decision = sampler.decide(makeCall(numbers.trace()))
      let judged = rates.map { decision.sample(rate: $0) != nil }
      #expect(zip(judged, judged.dropFirst()).allSatisfy { !$0 || $1 })
      for (i, isJudged) in judged.enumerated() where isJudged { counts[i] += 1 }
    }
    for (rate, count) in zip(rates, counts) { #expect(abs(Double(count) - rate * 10_000) < 250) }
  }

  @Test func spansOfOneTraceShareTheirFate() {
    let sampler = Stream(policy: randomOnly)
    var first = makeCall(TraceID(high: 1, low: 2))
    first.span = SpanID(3)
    var second = first
    second.span = SpanID(4)
    #expect(sampler.decide(first) == sampler.decide(second))
  }

  @Test func callsWithoutTraceAreSampledEach() {
    let sampler = Stream(policy: randomOnly)
    let judged = (1...10_000).count { i in
      var call = makeCall(.invalid)
      call.span = SpanID(UInt64(i))
      return sampler.decide(call).sample(rate: 0.1) != nil
    }
    #expect(abs(judged - 1_000) < 150)
  }

  @Test func ratesOutOfRangeAreBounded() {
    let decision = Decision(stratum: .random, position: 0.5)
    #expect(decision.sample(rate: 0) == nil)
    #expect(decision.sample(rate: -1) == nil)
    #expect(decision.sample(rate: .nan) == nil)
    #expect(decision.sample(rate: 7) == Sample(stratum: .random, inclusion: 1))
    #expect(decision.sample(rate: 0.6) == Sample(stratum: .random, inclusion: 0.6))
    #expect(decision.sample(rate: 0.5) == nil)
    #expect(Decision(stratum: .error, position: 0.5).sample(rate: 0) == nil)
  }

  @Test func errorsAndProbesAreAlwaysJudged() {
    let sampler = Stream(policy: SamplingPolicy(always: [.error]))
    let failed = makeCall(TraceID(high: 1, low: 1), outcome: .error)
    let sample = Sample(stratum: .error, inclusion: 1)
    #expect(sampler.decide(failed).sample(rate: 1e-9) == sample)
    #expect(sampler.decide(failed, probing: true).sample(rate: 1e-9)?.stratum == .probe)
    let indifferent = Stream(policy: randomOnly)
    #expect(indifferent.decide(failed).stratum == .random)
    #expect(indifferent.decide(failed, probing: true).stratum == .probe)
  }

  @Test func theFirstHundredCallsOfAModelAreNew() {
    let sampler = Stream(policy: SamplingPolicy(always: [.newModel]))
    var numbers = Numbers(seed: 1)
    let strata = (0..<150).map { _ in sampler.decide(makeCall(numbers.trace(), model: 9)).stratum }
    #expect(strata == Array(repeating: .newModel, count: 100) + Array(repeating: .random, count: 50))
    // The model that served decides: an alias that points to another one has a new model.
    var call = makeCall(numbers.trace(), model: 9)
    call.servedModel = Symbol(id: 10)
    #expect(sampler.decide(call).stratum == .newModel)
  }

  @Test func aFloodOfModelNamesIsNotAllNew() {
    let sampler = Stream(policy: SamplingPolicy(always: [.newModel]))
    var numbers = Numbers(seed: 1)
    let new = (0..<20_000).count { i in
      sampler.decide(makeCall(numbers.trace(), model: UInt32(2 + i))).stratum == .newModel
    }
    #expect(new == Sampler.modelLimit)
    #expect(sampler.decide(makeCall(numbers.trace(), model: Symbol.other.id)).stratum == .random)
    #expect(sampler.decide(makeCall(numbers.trace(), model: Symbol.none.id)).stratum == .random)
  }

  @Test func slowAndDearAreTheRoutesUpperTail() {
    let sampler = Stream(policy: SamplingPolicy(always: [.slow, .dear]))
    var numbers = Numbers(seed: 1)
    for i in 0..<200 {
      let call = makeCall(numbers.trace(), duration: .seconds(1 + Int64(i % 4)), cost: 1_000)
      #expect(sampler.decide(call).stratum == .random)
    }
    func stratum(_ route: UInt32, _ duration: Nanoseconds?, _ cost: Int64?) -> Sample.Stratum {
      // A copy: each question is put to the same past.
      var copy = sampler.sampler
      let call = makeCall(numbers.trace(), route: route, duration: duration, cost: cost)
      return copy.decide(for: call, probing: false).stratum
    }
    #expect(stratum(2, .seconds(20), 1_000) == .slow)
    #expect(stratum(2, .seconds(4), 1_000) == .random)
    #expect(stratum(2, .seconds(1), 5_000) == .dear)
    #expect(stratum(2, nil, nil) == .random)
    #expect(stratum(2, -5, -5) == .random)
    #expect(stratum(2, .max, 0) == .slow)
    // Another route has no past yet.
    #expect(stratum(3, .seconds(20), 5_000) == .random)
  }

  @Test func aFloodOfRouteNamesIsBounded() {
    let sampler = Stream(policy: SamplingPolicy(always: [.slow]))
    var numbers = Numbers(seed: 1)
    for i in 0..<Sampler.routeLimit {
      _ = sampler.decide(makeCall(numbers.trace(), route: UInt32(2 + i), duration: 1))
    }
    let beyond = UInt32(2 + Sampler.routeLimit)
    for _ in 0..<300 {
      _ = sampler.decide(makeCall(numbers.trace(), route: beyond, duration: 1))
    }
    let slow = makeCall(numbers.trace(), route: beyond, duration: .seconds(9))
    #expect(sampler.decide(slow).stratum == .random)
  }
}
