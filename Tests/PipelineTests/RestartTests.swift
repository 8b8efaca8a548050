import CallModel
import Storage
import Testing
import Throttling

@testable import Pipeline

/// What an earlier run has left is there after a stop and a start.
@Suite(.serialized) struct RestartTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func everythingIsThere() async throws {
    let options = refusalOptions(folder, [])
    let before = try await running(options) { pipeline in
      for _ in 0..<5 { try await pipeline.send(SampleCall.many(4) { $0.user = "ann" } + refusals(1)) }
      // The stop that follows writes down what is under way.
      return try await pipeline.newestCalls(limit: 1).count
    }
    #expect(before <= 1)
    try await running(options) { pipeline in
      let calls = try await pipeline.newestCalls(limit: 1_000)
      #expect(calls.map(\.call.id).sorted() == Array(1...25))
      #expect(calls.allSatisfy { $0.verdicts.count == 1 && $0.verdicts[0].evaluator == "no-refusal" })
      #expect(calls.filter { $0.verdicts[0].verdict.kind == .fail }.count == 5)
      #expect(calls.filter { $0.call.dimensions.user == "ann" }.count == 20)
      for call in calls {
        let (stored, content) = try #require(try await pipeline.call(call.call.id))
        #expect(stored.call == call.call)
        let failed = call.verdicts[0].verdict.kind == .fail
        #expect(content?.output == (failed ? SampleCall.refusal : SampleCall.good), "read again from the journal")
      }
      // Counters start at 0, as Prometheus expects.
      #expect(pipeline.snapshot().sum("assay_calls_total") == 0)
      #expect(try await pipeline.call(26) == nil)
    }
  }

  @Test func duplicatesAreStillRecognised() async throws {
    let options = refusalOptions(folder, [])
    let calls = SampleCall.many(5)
    let body = request(calls)
    try await running(options) { pipeline in _ = try await pipeline.ingest(body) }
    for _ in 0..<2 {
      try await running(options) { pipeline in
        _ = try await pipeline.ingest(body)
        try await pipeline.send([calls[0], calls[4]] + SampleCall.many(1))
        #expect(try await pipeline.settles(calls: 1))
        let snapshot = pipeline.snapshot()
        #expect(snapshot.sum("assay_calls_total") == 1)
        #expect(snapshot.sum("assay_ingest_repeated_batches_total") == 1)
        #expect(snapshot.sum("assay_ingest_repeated_calls_total") == 2)
      }
    }
    try await running(options) { pipeline in
      let ids = try await pipeline.newestCalls(limit: 100).map(\.call.id)
      #expect(ids == [7, 6, 5, 4, 3, 2, 1])
    }
  }

  @Test func theFailRatiosWindowIsRebuilt() async throws {
    let options = refusalOptions(folder, [refusalRule(minSamples: 10)])
    try await running(options) { pipeline in
      try await pipeline.send(refusals(9))
      #expect(try await pipeline.settles(calls: 9, verdicts: 9))
    }
    try await running(options) { pipeline in
      #expect(try await pipeline.alertHistory(limit: 10).isEmpty, "nine are too few")
      // The exported ratio rests on the same verdicts.
      #expect(pipeline.snapshot().sum("assay_fail_ratio", ["evaluator": "no-refusal", "route": "checkout"]) == 1)
      try await pipeline.send(refusals(1))
      #expect(try await eventually { try await pipeline.alertHistory(limit: 10).isEmpty == false })
      let change = try #require(try await pipeline.alertHistory(limit: 10).last)
      #expect(change.to == .firing && change.evidence.samples == 10 && change.evidence.value == 1)
      #expect(change.scope.description == "model=gpt-4o-mini,route=checkout")
    }
  }

  @Test func theLatencysWindowIsRebuilt() async throws {
    let rule = AlertRule(
      name: "slow", signal: .latency(quantile: 0.5), above: 0.5, window: .minutes(10), minSamples: 10, holdFor: 0,
      by: [.user])
    let options = refusalOptions(folder, [rule])
    let slow: (inout SampleCall) -> Void = {
      $0.duration = .seconds(2)
      $0.user = "ann"
    }
    try await running(options) { pipeline in
      try await pipeline.send(SampleCall.many(9, slow))
      #expect(try await pipeline.settles(calls: 9))
    }
    try await running(options) { pipeline in
      #expect(try await pipeline.alertHistory(limit: 10).isEmpty, "nine are too few")
      try await pipeline.send(SampleCall.many(1, slow))
      #expect(try await eventually { try await pipeline.alertHistory(limit: 10).isEmpty == false })
      let change = try #require(try await pipeline.alertHistory(limit: 10).last)
      #expect(change.to == .firing && change.evidence.samples == 10 && change.scope.description == "user=ann")
    }
  }

  @Test func throttlesSurvive() async throws {
    let options = refusalOptions(folder, [refusalRule(step: .minutes(10))])
    let ids = (0..<100).map { "call-\($0)" }
    let before = try await running(options) { pipeline in
      try await pipeline.send(refusals(40))
      #expect(try await eventually { pipeline.throttles().throttles.contains { $0.isThrottled } })
      return (pipeline.throttles().throttles, ids.map { pipeline.ask($0).decision })
    }
    try await running(options) { pipeline in
      let after = pipeline.throttles().throttles
      #expect(after.map(\.alert) == ["refusals"] && after.map(\.isThrottled) == [true])
      #expect(after.map(\.share) == before.0.map(\.share) && after.map(\.since) == before.0.map(\.since))
      #expect(after.map(\.scope) == before.0.map(\.scope) && after.map(\.evidence) == before.0.map(\.evidence))
      // The salt is the same, so everybody keeps his fate.
      #expect(ids.map { pipeline.ask($0).decision } == before.1)
      #expect(before.1.contains(.reject) && before.1.contains(.admit))
      #expect(pipeline.snapshot().sum("assay_alert_firing", ["alert": "refusals"]) == 1, "and the alert fires on")
      let history = try await pipeline.alertHistory(limit: 10)
      #expect(history.filter { $0.to == .firing }.count == 1, "once")
    }
  }

  @Test func overridesSurviveUntilTheyEnd() async throws {
    let options = refusalOptions(folder, [])
    let scope = try Scope(parsing: "route=checkout")
    let other = try Scope(parsing: "route=search")
    try await running(options) { pipeline in
      try await pipeline.override(scope: scope, share: 0, by: "ann", reason: "maintenance", for: .hours(1))
      try await pipeline.override(scope: other, share: 0, by: "bob", reason: "a mistake", for: .hours(1))
      try await pipeline.removeOverride(scope: other, by: "bob")
    }
    try await running(options) { pipeline in
      #expect(pipeline.ask().decision == .reject)
      #expect(pipeline.ask().cause == "override" && pipeline.ask().reason.contains("ann"))
      let overrides = pipeline.throttles().overrides
      #expect(overrides.map(\.scope) == [scope] && overrides.map(\.person) == ["ann"])
      try await pipeline.removeOverride(scope: scope, by: "cid")
    }
    try await running(options) { pipeline in
      #expect(pipeline.ask().decision == .admit)
      #expect(pipeline.throttles().overrides.isEmpty)
    }
  }

  /// The window still holds what was bad before the release, which the probes have refuted.
  @Test(arguments: ["refusals", "slow"])
  func aReleasedThrottleStaysReleased(_ alert: String) async throws {
    let rules = [refusalRule(window: .hours(1)), slowRule(window: .hours(1)), markerRule()]
    let bad = alert == "slow" ? SampleCall.many(200) { $0.duration = .seconds(2) } : refusals(40)
    let options = refusalOptions(folder, rules)
    try await running(options) { pipeline in
      try await pipeline.send(bad)
      #expect(try await eventually { pipeline.throttles().throttles.contains { $0.isThrottled } })
      #expect(try await pipeline.recovers())
      #expect(try await eventually { try await pipeline.audited("release").count == 1 })
    }
    try await running(options) { pipeline in
      // When this alert fires, the loop has looked at all rules since the start.
      try await pipeline.send(SampleCall.many(1) { $0.route = "marker" })
      #expect(
        try await eventually {
          try await pipeline.alertHistory(limit: 100).contains { $0.alert == "marker" && $0.to == .firing }
        })
      #expect(pipeline.throttles().throttles.allSatisfy { !$0.isThrottled })
      let firings = try await pipeline.alertHistory(limit: 100).filter { $0.alert == alert && $0.to == .firing }
      #expect(firings.count == 1, "that of the first run")
    }
  }

  @Test func twoRunsNeverShareAStore() async throws {
    let options = refusalOptions(folder, [])
    try await running(options) { _ in
      await #expect(throws: (any Error).self) { try await running(options) { _ in } }
    }
    try await running(options) { _ in }
  }
}
