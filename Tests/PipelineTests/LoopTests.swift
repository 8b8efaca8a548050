import CallModel
import Testing
import Throttling

@testable import Pipeline

/// From bad answers to refused admissions and back, in one process and in real time.
@Suite(.serialized) struct LoopTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func theLoopClosesAndOpensAgain() async throws {
    try await running(refusalOptions(folder, [refusalRule(window: .seconds(1))])) { pipeline in
      #expect(pipeline.ask().decision == .admit)
      #expect(pipeline.ask().cause == "none")

      try await pipeline.send(refusals(40))
      #expect(try await eventually { pipeline.ask().decision == .reject })
      let asked = (0..<400).map { _ in pipeline.ask() }
      let admitted = asked.filter { $0.decision == .admit }
      let rejected = asked.filter { $0.decision == .reject }
      #expect(asked.count == admitted.count + rejected.count)
      #expect(!admitted.isEmpty, "the floor lets some through")
      #expect(rejected.count > asked.count / 4)
      for answer in rejected {
        #expect(answer.cause == "throttle" && answer.throttles == ["refusals"])
        #expect(answer.reason.contains("refusals") && answer.reason.contains("route=checkout"))
        #expect(try #require(answer.retryAfter) > 0)
      }
      let status = try #require(pipeline.throttles().throttles.first)
      #expect(status.alert == "refusals" && status.isThrottled && status.mode == .enforce)
      #expect(status.share >= 0.1 && status.share < 1)
      // Who is not in the scope is not throttled.
      let other = AdmissionRequest(dimensions: Dimensions(route: "search", provider: "openai", model: "gpt-4o-mini"))
      #expect(pipeline.admit(other).decision == .admit)

      #expect(try await pipeline.recovers())
      #expect((0..<100).allSatisfy { _ in pipeline.ask().decision == .admit })
      #expect(try await eventually { try await pipeline.audited("release").count == 1 })
      #expect(try await pipeline.audited("raise").isEmpty == false)
      #expect(try await pipeline.audited("cut").last?.from == 1)

      // The shares join up: each step begins where the one before it has ended.
      let steps = try await pipeline.audit(limit: 1_000).filter { $0.subject == "throttle" }.reversed()
      for (first, second) in zip(steps, steps.dropFirst()) { #expect(first.to == second.from) }
      #expect(steps.last?.to == 1)
      let states = try await pipeline.alertHistory(limit: 100).reversed().map(\.to)
      #expect(states.first == .firing && states.contains(.resolved), "\(states)")
    }
  }

  @Test func aRetryKeepsItsFate() async throws {
    try await running(refusalOptions(folder, [refusalRule()])) { pipeline in
      try await pipeline.send(refusals(40))
      #expect(try await eventually { pipeline.ask().decision == .reject })
      var rejected = 0
      for number in 0..<50 {
        let fates = Set((0..<4).map { _ in pipeline.ask("call-\(number)").decision })
        #expect(fates.count == 1)
        if fates == [.reject] { rejected += 1 }
      }
      #expect(rejected > 0 && rejected < 50)
    }
  }

  @Test func aShadowNeverRefuses() async throws {
    try await running(refusalOptions(folder, [refusalRule(mode: .shadow)])) { pipeline in
      try await pipeline.send(refusals(40))
      #expect(try await eventually { pipeline.throttles().throttles.contains { $0.isThrottled } })
      let asked = (0..<400).map { _ in pipeline.ask() }
      #expect(asked.allSatisfy { $0.decision == .admit && $0.retryAfter == nil })
      #expect(asked.allSatisfy { $0.throttles == ["refusals"] })
      #expect(asked.contains { $0.cause == "shadow" }, "what it would have refused is named")
      #expect(try await eventually { try await pipeline.audited("cut").isEmpty == false })
      let cuts = try await pipeline.audited("cut")
      #expect(cuts.allSatisfy { $0.enforcement == .shadow })
      #expect(pipeline.snapshot().sum("assay_admissions_total", ["decision": "reject"]) == 0)
      // The exported share is of what is in force.
      #expect(pipeline.snapshot().family("assay_throttle_admit_ratio")?.points.isEmpty == true)
      #expect(try await pipeline.recovers(), "and it lets go like one that enforces")
    }
  }

  @Test func aLatencyAlertThrottlesToo() async throws {
    try await running(refusalOptions(folder, [slowRule(window: .seconds(1))])) { pipeline in
      try await pipeline.send(SampleCall.many(30) { $0.duration = .seconds(2) })
      #expect(try await eventually { pipeline.ask().decision == .reject })
      #expect(pipeline.ask().throttles == ["slow"])
      #expect(try await pipeline.recovers())
      #expect(try await eventually { try await pipeline.audited("release").count == 1 })
    }
  }

  @Test func anOverrideBeatsTheThrottleUntilItEnds() async throws {
    try await running(refusalOptions(folder, [refusalRule()])) { pipeline in
      try await pipeline.send(refusals(40))
      #expect(try await eventually { pipeline.ask().decision == .reject })
      let scope = try Scope(parsing: "route=checkout")
      try await pipeline.override(scope: scope, share: 1, by: "ann", reason: "a demonstration", for: .minutes(1))
      #expect((0..<200).allSatisfy { _ in pipeline.ask().decision == .admit })
      #expect(pipeline.ask().cause == "override")
      try await pipeline.removeOverride(scope: scope, by: "ann")
      #expect(try await eventually { pipeline.ask().decision == .reject })
      let failure = await #expect(throws: OverrideFailure.self) {
        try await pipeline.removeOverride(scope: scope, by: "ann")
      }
      guard case .absent = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      let lines = try await pipeline.audit(limit: 100).filter { $0.subject == "override" }
      #expect(lines.count == 2 && lines.allSatisfy { $0.actor == "ann" && $0.scope == scope })
    }
  }
}
