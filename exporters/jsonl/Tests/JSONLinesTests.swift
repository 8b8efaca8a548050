import CallModel
import JSON
import JsonlExporter
import PluginKit
import PluginTestKit
import Testing

@Suite struct JSONLinesTests {
  @Test(
    arguments: [[:], ["write": ["metrics", "alerts"]], ["max_size": "4KiB", "keep": 1, "sync": true]]
      as [[String: Setting.Value]])
  func conforms(more: [String: Setting.Value]) async {
    let settings = more.merging(["file": "out.jsonl"]) { $1 }
    #expect(await PushExporterConformance.check(JsonlFactory.self, settings: settings) == [])
  }

  @Test func aVerdictIsOneLine() async throws {
    let host = TestHost()
    try await exporter(host).export([.verdicts(CannedItems.verdicts)])
    let lines = try lines(host)
    #expect(lines.map { $0["verdict"]?.string } == ["pass", "fail", "skip", "error"])
    let fail = lines[1]
    #expect(
      fail.text() == """
        {"kind":"verdict","at":"2026-01-01T00:00:00.000000000Z","trace_id":"5b8efff798038103d269b633813fc60c",\
        "span_id":"eee19b7ec3c1b174","evaluator":"no-refusal","verdict":"fail","score":0.25,"label":"forbidden",\
        "explanation":"the output matches 'as an ai' at 7..<21","evidence":[[7,21]],"stratum":"random",\
        "inclusion":0.1,"route":"support","tenant":"acme","user":"u-7","provider":"openai","model":"gpt-4o-mini"}
        """)
  }

  @Test func explanationsCanStayHome() async throws {
    let host = TestHost()
    try await exporter(host, ["explanations": false]).export([.verdicts(CannedItems.verdicts)])
    #expect(try lines(host).allSatisfy { $0["explanation"] == nil })
  }

  @Test func anAlertIsOneLine() async throws {
    let host = TestHost()
    try await exporter(host).export([.alert(CannedItems.firing("answers-refused"))])
    #expect(
      try lines(host).map { $0.text() } == [
        """
        {"kind":"alert","at":"2026-01-01T00:00:00.000000000Z","alert":"answers-refused",\
        "scope":"model=gpt-4o-mini,route=support","signal":"fail_ratio","from":"pending","to":"firing","value":0.42,\
        "lower":0.31,"upper":0.54,"samples":80,"threshold":0.1}
        """
      ])
  }

  @Test func aSeriesIsOneLine() async throws {
    let host = TestHost()
    try await exporter(host, ["write": "metrics"]).export([.snapshot(CannedSnapshots.everyKind)])
    let lines = try lines(host)
    #expect(lines.count == 5)
    #expect(lines[0]["value"]?.number?.double == 5)
    let quantiles = try #require(lines[2]["quantiles"])
    #expect(quantiles.text() == #"{"0.5":0.8,"0.99":null}"#)
    #expect(lines[3]["count"]?.number?.int64 == 5)
    #expect(lines[3]["zero_count"]?.number?.int64 == 1)
  }

  @Test func aBatchIsOneAppendToTheFileAsItIsSet() async throws {
    let host = TestHost(disk: { file throws(HostError) in
      guard file == RotatingFile(path: "a/b.jsonl", maxSize: 8 << 10, keep: 2, sync: true) else {
        throw HostError("\(file)")
      }
    })
    let settings: [String: Setting.Value] = ["file": "a/b.jsonl", "max_size": "8KiB", "keep": 2, "sync": true]
    try await exporter(host, settings).export(CannedItems.everyKind)
    #expect(host.appended.keys.sorted() == ["a/b.jsonl"])
  }

  @Test(
    arguments: [
      ([:], "'file' is missing"), (["file": "out/"], "file: is no path of a file; write data/verdicts.jsonl"),
      (["file": "a", "max_size": "1KiB"], "max_size: must be at least 4KiB"),
      (["file": "a", "write": ["verdicts", "calls"]], "write: 'calls' is not one of verdicts, alerts, metrics"),
      (["file": "a", "write": []], "write: names nothing to write"),
    ] as [([String: Setting.Value], String)])
  func saysWhatIsWrong(settings: [String: Setting.Value], problem: String) {
    var read = Settings(entries: settings)
    #expect(throws: SettingsError.self) { try JsonlFactory.make(&read, host: TestHost()) }
    #expect(read.problems.map(\.description).contains { $0.hasSuffix(problem) }, "\(read.problems)")
  }
}

func exporter(_ host: TestHost, _ settings: [String: Setting.Value] = [:]) throws -> any PushExporter {
  var read = Settings(entries: ["file": "out.jsonl"].merging(settings) { $1 })
  guard case .push(let exporter) = try JsonlFactory.make(&read, host: host) else { throw SettingsError() }
  return exporter
}

func lines(_ host: TestHost) throws -> [JSON] {
  let bytes = host.appended["out.jsonl"] ?? []
  #expect(bytes.last == UInt8(ascii: "\n"))
  return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
}
