import CallModel
import JSON
import PluginKit
import PluginTestKit
import Synchronization
import Testing

@testable import ProcessExporter

@Suite struct ProcessExporterTests {
  @Test(arguments: [[:], ["send": "alerts"], ["send": ["metrics"], "timeout": "9s"]] as [[String: Setting.Value]])
  func conforms(more: [String: Setting.Value]) async {
    let settings: [String: Setting.Value] = [
      "command": ["send"], "timeout": "30s", "environment": ["TOKEN": "token-of-it"], "config": ["a": 1],
      "max_in_flight": 4, "memory": "64MiB", "network": true, "workers": 1,
    ]
    let problems = await PushExporterConformance.check(
      PostingFactory.self, settings: settings.merging(more) { $1 }, secrets: ["token-of-it"])
    #expect(problems == [])
  }

  @Test func handsOverAlertsAndSnapshotsInOrder() async throws {
    let lines = Mutex<[JSON]>([])
    let host = host { value, _ in
      lines.withLock { $0.append(value) }
      return "\"ok\":true"
    }
    try await exporter(host).export([
      .alert(CannedItems.firing("answers-refused")), .verdicts(CannedItems.verdicts),
      .snapshot(CannedSnapshots.everyKind),
    ])
    let seen = lines.withLock { $0 }
    #expect(seen.count == 2)
    #expect(
      seen.first?["alert"]?.text() == """
        {"at":"2026-01-01T00:00:00.000000000Z","alert":"answers-refused","scope":"model=gpt-4o-mini,route=support",\
        "signal":"fail_ratio","from":"pending","to":"firing","value":0.42,"lower":0.31,"upper":0.54,"samples":80,\
        "threshold":0.1}
        """)
    let series = try #require(seen.last?["snapshot"]?["series"]?.array)
    #expect(seen.last?["snapshot"]?["at"]?.string == "2026-01-01T00:00:00.000000000Z")
    #expect(series.count == 5)
    #expect(series.first?.text() == #"{"name":"assay_calls_total","labels":{"route":"support"},"value":5.0}"#)
    #expect(series.last?["buckets"]?.array != nil)
    #expect(host.spawned == [HostProgram(command: ["send", "it"])])
  }

  private static let answers: [(String?, ExportError.Remedy)] = [
    ("\"error\":\"later\",\"retry\":true,\"retry_after_ms\":1500", .retry(after: .milliseconds(1_500))),
    ("\"error\":\"later\",\"retry\":true", .retry(after: nil)), ("\"error\":\"never\"", .drop(1)),
    ("\"ok\":false", .drop(1)), ("\"verdict\":\"pass\"", .drop(1)), (nil, .retry(after: nil)),
  ]

  @Test(arguments: answers)
  func answersHaveTheirRemedies(answer: String?, remedy: ExportError.Remedy) async throws {
    let host = host { value, _ in value["alert"]?["alert"]?.string == "bad" ? answer : "\"ok\":true" }
    let exporter = try exporter(host)
    let error = await #expect(throws: ExportError.self) {
      try await exporter.export(["a", "bad", "c"].map { .alert(CannedItems.firing($0)) })
    }
    #expect(error?.remedy == remedy)
    #expect(error?.delivered == 1)
  }

  @Test func aProgramThatHangsIsTriedAgain() async throws {
    let host = host { _, console in
      await console.hang()
      return nil
    }
    let error = await #expect(throws: ExportError.self) {
      try await exporter(host, ["timeout": "500ms"]).export([.alert(CannedItems.firing("a"))])
    }
    #expect(error?.remedy == .retry(after: nil))
    #expect(error?.message.contains("plugin_timeout") == true)
  }

  @Test func aProgramThatIsNotThereIsTriedAgain() async throws {
    let error = await #expect(throws: ExportError.self) {
      try await exporter(TestHost(), ["timeout": "20ms"]).export([.alert(CannedItems.firing("a"))])
    }
    #expect(error?.isRetryable == true)
  }

  @Test(.timeLimit(.minutes(1)))
  func theProgramEndsWithTheExporter() async throws {
    let (ends, ended) = AsyncStream.makeStream(of: Void.self)
    let answer = program { _, _ in "\"ok\":true" }
    let host = TestHost(programs: { _ in
      { console in
        defer { ended.finish() }
        return await answer(console)
      }
    })
    try await exporter(host).export([.alert(CannedItems.firing("a"))])
    for await _ in ends {}
    #expect(host.spawned.count == 1)
  }

  @Test func aFolderSaysWhatIsRun() async throws {
    let host = host { _, _ in "\"ok\":true" }
    var entry = Settings(entries: [:])
    let made = try ProcessExporterFactory.make(&entry, command: ["./run"], folder: "exporters/pager", host: host)
    guard case .push(let exporter) = made else { throw SettingsError() }
    try await exporter.export([.alert(CannedItems.firing("a"))])
    #expect(host.spawned == [HostProgram(command: ["./run"], folder: "exporters/pager")])
  }

  @Test(
    arguments: [
      ([:], "'command' is missing: a list, the program and its arguments"),
      (["command": ["a"], "send": ["verdicts"]], "send: 'verdicts' is not one of alerts, metrics"),
      (["command": ["a"], "send": []], "send: names nothing to send"),
      (["command": ["a"], "workers": 2], "so that it runs one program"),
    ] as [([String: Setting.Value], String)])
  func saysWhatIsWrong(settings: [String: Setting.Value], problem: String) {
    var entry = Settings(entries: settings)
    #expect(throws: SettingsError.self) { try ProcessExporterFactory.make(&entry, host: TestHost()) }
    #expect(entry.problems.map(\.description).contains { $0.hasSuffix(problem) }, "\(entry.problems)")
  }

  private func host(_ body: @escaping @Sendable (JSON, ProgramConsole) async -> String?) -> TestHost {
    let script = program(body)
    return TestHost(programs: { _ in script })
  }
}
