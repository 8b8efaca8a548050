import CallModel
import Testing

@testable import Sampling

/// Failures gather in the strata that are always judged; the weighted ratio must not care.
@Suite struct UnbiasednessTests {
  private struct Observed {
    var call: CallRecord
    var fails: Bool
  }

  /// Slow, dear and failed calls are bad far more often than the others.
  private func population(_ count: Int) -> [Observed] {
    var numbers = Numbers(seed: 42)
    return (0..<count).map { _ in
      let isError = numbers.chance(0.03)
      let isSlow = numbers.chance(0.008)
      let isDear = numbers.chance(0.008)
      let duration: Nanoseconds =
        isSlow ? .seconds(40) : .milliseconds(Int64.random(in: 500...3_000, using: &numbers))
      let cost: Int64 = isDear ? 9_000_000 : Int64.random(in: 1_000...9_000, using: &numbers)
      let call = makeCall(numbers.trace(), outcome: isError ? .error : .ok, duration: duration, cost: cost)
      let risk = isError ? 0.9 : isSlow ? 0.7 : isDear ? 0.5 : 0.04
      return Observed(call: call, fails: numbers.chance(risk))
    }
  }

  @Test(arguments: [0.02, 0.1, 0.5])
  func weightedSumsAreUnbiased(rate: Double) {
    let calls = population(2_000)
    let failures = Double(calls.count { $0.fails })
    let salts = 100
    var totals: [Double] = []
    var failed: [Double] = []
    var unweighted = 0.0
    var strata: Set<Sample.Stratum> = []
    for salt in 0..<salts {
      var sampler = Sampler(policy: SamplingPolicy(), salt: UInt64(salt))
      var (total, fails, judged, judgedFails) = (0.0, 0.0, 0.0, 0.0)
      for observed in calls {
        guard let sample = sampler.decide(for: observed.call, probing: false).sample(rate: rate) else { continue }
        strata.insert(sample.stratum)
        total += sample.weight
        judged += 1
        if observed.fails {
          fails += sample.weight
          judgedFails += 1
        }
      }
      totals.append(total)
      failed.append(fails)
      unweighted += judgedFails / judged / Double(salts)
    }
    #expect(strata == [.random, .error, .slow, .dear, .newModel])
    expectMean(of: totals, near: Double(calls.count))
    expectMean(of: failed, near: failures)
    // Without the weights the strata would push the ratio up, so the test can see a bias.
    let truth = failures / Double(calls.count)
    if rate < 0.5 { #expect(unweighted > truth * 1.5) }
  }

  /// Within four standard errors of the mean.
  private func expectMean(of values: [Double], near truth: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    let error = (variance / Double(values.count)).squareRoot()
    #expect(abs(mean - truth) < 4 * error, "mean \(mean), truth \(truth), standard error \(error)")
  }

  /// The chance to be judged must not depend on which salt chose the calls before.
  @Test func strataDoNotDependOnTheSalt() {
    let calls = population(3_000)
    var first = Sampler(policy: SamplingPolicy(), salt: 1)
    var second = Sampler(policy: SamplingPolicy(), salt: 2)
    for observed in calls {
      let a = first.decide(for: observed.call, probing: false)
      let b = second.decide(for: observed.call, probing: false)
      #expect(a.stratum == b.stratum)
    }
  }
}
