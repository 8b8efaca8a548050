import CallModel
import Throttling

/// The moment at which the tests begin.
let start = Nanoseconds.hours(480_000)

let checkout = Dimensions(route: "checkout", provider: "openai", model: "gpt-4o-mini")
let checkoutScope = Scope([.route, .model], of: checkout)

func qualityRule(
  _ name: String = "ungrounded", mode: Enforcement = .enforce, by: [Dimension] = [.route, .model],
  throttle: ThrottlePolicy? = ThrottlePolicy()
) -> AlertRule {
  AlertRule(
    name: name, signal: .failRatio(evaluator: "grounded"), above: 0.1, window: .minutes(5), minSamples: 50, holdFor: 0,
    by: by, throttle: throttle, mode: mode)
}

func latencyRule(_ name: String = "slow", mode: Enforcement = .enforce) -> AlertRule {
  AlertRule(
    name: name, signal: .latency(quantile: 0.95), above: 5, window: .minutes(5), minSamples: 50, holdFor: 0,
    by: [.route, .model], throttle: ThrottlePolicy(), mode: mode)
}

func fires(
  _ rule: AlertRule, _ scope: Scope = checkoutScope, value: Double = 0.4, samples: Int = 3_000,
  at now: Nanoseconds = start
) -> AlertChange {
  AlertChange(
    alert: rule.name, scope: scope, signal: rule.signal, from: .inactive, to: .firing, at: now,
    evidence: SignalValue(value: value, lower: value - 0.01, upper: value + 0.01, samples: samples),
    threshold: rule.above)
}

/// A call of `checkout` that ended at a moment.
func finished(at now: Nanoseconds, after duration: Nanoseconds = .seconds(1)) -> CallRecord {
  var call = CallRecord()
  call.arrival = now
  call.duration = duration
  call.operation = .chat
  return call
}

extension ThrottleBoard {
  mutating func judge(
    failed: Bool, at now: Nanoseconds, of evaluator: String = "grounded", dimensions: Dimensions = checkout
  ) -> [ThrottleAction] {
    observe(
      verdict: Verdict(failed ? .fail : .pass), of: evaluator, sample: Sample(stratum: .probe, inclusion: 1),
      call: finished(at: now), dimensions: { dimensions }, at: now)
  }

  func share(of dimensions: Dimensions = checkout, at now: Nanoseconds) -> Double {
    shareInForce(for: dimensions, at: now)
  }
}
