import CallModel
import Logging
import PluginKit
import PluginTestKit
import Telemetry
import Testing

@testable import Pipeline

/// Writes down what it is handed, and fails when it is told to.
private struct Scripted: PushExporter {
  let wants: Set<ExportItem.Kind>
  let seen = Notes<String>()
  var failure: @Sendable (Int) -> ExportError? = { _ in nil }
  var hangs = false

  /// Polls: timers need the pool, so that no test may block a thread of it.
  func has(seen count: Int) async throws -> Bool { try await eventually { seen.all.count >= count } }

  func export(_ items: [ExportItem]) async throws(ExportError) {
    if hangs {
      while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
      throw .retryable("cancelled")
    }
    let attempt = seen.all.count
    seen.add(
      items.map { item in
        switch item {
        case .snapshot: "snapshot"
        case .verdicts(let answers): answers.map(\.evaluator).joined(separator: "+")
        case .alert(let change): change.alert
        }
      })
    if let error = failure(attempt) { throw error }
  }
}

@Suite struct ExportStageTests {
  private let meter = ServiceMeter()

  private func stage(_ exporters: [(String, Scripted)], queue: Int = 1 << 20) -> ExportStage {
    var limits = ExportLimits()
    (limits.delay, limits.firstPause) = (0, .milliseconds(1))
    return ExportStage(
      exporters.map { RunningExporter(name: $0.0, exporter: $0.1, interval: .milliseconds(5), queue: queue) },
      meter: meter, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, limits: limits)
  }

  private func count(_ name: String, _ exporter: String) -> Double {
    MetricsSnapshot(families: meter.instruments.snapshot(), at: 0).sum("assay_exporter_" + name, ["exporter": exporter])
  }

  private func judgement(_ evaluator: String) -> Judgement {
    Judgement(
      id: 1, record: CallRecord(), dimensions: Dimensions(), evaluator: evaluator, verdict: .pass,
      sample: Sample(stratum: .random, inclusion: 1), at: 0)
  }

  @Test func eachGetsWhatItWants() async throws {
    let alerts = Scripted(wants: [.alerts])
    let verdicts = Scripted(wants: [.verdicts])
    let stage = stage([("a", alerts), ("v", verdicts)])
    stage.start { nil }
    stage.offer([judgement("x"), judgement("y")])
    stage.offer(CannedItems.firing("one"))
    stage.offer(CannedItems.firing("two"), to: ["v"])
    stage.offer(CannedItems.firing("three"), to: ["a"])
    stage.stop()
    #expect(alerts.seen.all == ["one", "three"])
    #expect(verdicts.seen.all.joined(separator: "+") == "x+y")
    #expect(count("items_total", "a") == 2)
    #expect(count("items_total", "v") == 2)
    #expect(count("dropped_total", "v") == 0)
  }

  @Test func snapshotsComeByThemselves() async throws {
    let exporter = Scripted(wants: [.snapshot])
    let stage = stage([("m", exporter)])
    stage.start { CannedSnapshots.empty }
    #expect(try await exporter.has(seen: 3))
    stage.stop()
    #expect(Set(exporter.seen.all) == ["snapshot"])
  }

  @Test func whatFailedComesAgainInOrder() async throws {
    let exporter = Scripted(wants: [.alerts], failure: { $0 < 2 ? .retryable("down") : nil })
    let stage = stage([("a", exporter)])
    stage.start { nil }
    stage.offer(CannedItems.firing("one"))
    #expect(try await exporter.has(seen: 3))
    stage.offer(CannedItems.firing("two"))
    #expect(try await exporter.has(seen: 4))
    stage.stop()
    #expect(exporter.seen.all == ["one", "one", "one", "two"])
    #expect(count("errors_total", "a") == 2)
    #expect(count("items_total", "a") == 2)
  }

  @Test func oneThatHangsHoldsUpNobody() async throws {
    let stuck = Scripted(wants: [.alerts, .verdicts], hangs: true)
    let fine = Scripted(wants: [.alerts])
    let stage = stage([("stuck", stuck), ("fine", fine)], queue: 100_000)
    stage.start { nil }
    stage.offer(CannedItems.firing("one"))
    #expect(try await fine.has(seen: 1))
    for _ in 0..<1_000 { stage.offer([judgement("x")]) }
    // At most the queue's bytes and the batch under way are left, and all the others counted.
    #expect(count("dropped_total", "stuck") >= 1_000 - 512 - 250)
    stage.stop(within: .milliseconds(50))
    #expect(count("dropped_total", "stuck") == 1_001)
    #expect(count("queue_depth", "fine") == 0)
  }

  @Test func withoutExportersNothingRuns() {
    let stage = stage([])
    stage.start { nil }
    stage.offer([judgement("x")])
    stage.offer(CannedItems.firing("one"))
    stage.stop()
    stage.stop()
  }

  @Test func aPipelineHandsOverVerdictsAlertsAndSnapshots() async throws {
    let folder = try TemporaryFolder()
    let exporter = Scripted(wants: [.verdicts, .snapshot])
    let options = PipelineOptions(
      path: folder.store, sampling: SamplingPolicy(rate: 1),
      evaluators: [RunningEvaluator("passes")],
      exporters: [RunningExporter(name: "test", exporter: exporter)])
    try await running(options) { pipeline in
      try await pipeline.send(SampleCall.many(1))
      #expect(try await pipeline.settles(calls: 1, verdicts: 1))
    }
    #expect(exporter.seen.all.sorted() == ["passes", "snapshot"])
  }
}
