import CallModel
import Throttling

@testable import Pipeline

/// An alert on the share of refusals by route and model that throttles, fast enough for a test.
func refusalRule(
  minSamples: Int = 10, window: Nanoseconds = .minutes(10), floor: Double = 0.1, step: Nanoseconds = .milliseconds(50),
  mode: Enforcement = .enforce, throttles: Bool = true
) -> AlertRule {
  AlertRule(
    name: "refusals", signal: .failRatio(evaluator: "no-refusal"), above: 0.2, window: window, minSamples: minSamples,
    holdFor: 0, by: [.route, .model], throttle: throttles ? ThrottlePolicy(floor: floor, stepAtLeast: step) : nil,
    mode: mode)
}

/// An alert on calls of more than a twentieth of a second that throttles.
func slowRule(window: Nanoseconds) -> AlertRule {
  AlertRule(
    name: "slow", signal: .latency(quantile: 0.99), above: 0.05, window: window, minSamples: 10, holdFor: 0,
    by: [.route], on: SampleCall.scope, throttle: ThrottlePolicy(floor: 0.1, stepAtLeast: .milliseconds(50)),
    mode: .enforce)
}

/// An alert that fires at the first call of the route `marker` and throttles nobody.
func markerRule() -> AlertRule {
  AlertRule(
    name: "marker", signal: .latency(quantile: 0.5), above: 0, window: .minutes(10), minSamples: 1, holdFor: 0,
    by: [.route], on: Scope([.route], of: Dimensions(route: "marker")))
}

/// A pipeline that judges every call by whether it refuses.
func refusalOptions(_ folder: TemporaryFolder, _ rules: [AlertRule]) -> PipelineOptions {
  PipelineOptions(
    path: folder.store, sampling: SamplingPolicy(rate: 1), evaluators: [RunningEvaluator("no-refusal")], alerts: rules)
}

func refusals(_ count: Int) -> [SampleCall] { SampleCall.many(count) { $0.output = SampleCall.refusal } }

extension Pipeline {
  /// Whether a call of `SampleCall`'s dimensions may go now.
  func ask(_ id: String? = nil) -> Admission {
    admit(
      AdmissionRequest(dimensions: Dimensions(route: "checkout", provider: "openai", model: "gpt-4o-mini"), id: id))
  }

  func audited(_ action: String) async throws -> [AuditEntry] {
    try await audit(limit: 1_000).filter { $0.subject == "throttle" && $0.action == action }
  }

  /// Good answers to whatever is admitted, until nothing throttles; false if that does not come about.
  func recovers() async throws -> Bool {
    try await eventually {
      let admitted = (0..<20).filter { _ in ask().decision == .admit }.count
      if admitted > 0 { try await send(SampleCall.many(admitted) { $0.duration = 1_000 }) }
      return throttles().throttles.allSatisfy { !$0.isThrottled }
    }
  }
}
