import AlertmanagerExporter
import CallModel
import FoundationEssentials
import JSON
import PluginKit
import PluginTestKit
import Testing

@Suite struct AlertmanagerExporterTests {
  @Test func conforms() async {
    let problems = await PushExporterConformance.check(
      AlertmanagerFactory.self,
      settings: [
        "url": "http://alerts.example:9093", "headers": ["Authorization": "Bearer hunter-2-2"],
        "labels": ["severity": "page"], "external_url": "https://assay.example/",
      ], secrets: ["hunter-2-2"])
    #expect(problems == [])
  }

  @Test func theReadmeShowsTheBody() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    let host = TestHost()
    try await exporter(host, ["labels": ["severity": "page"], "external_url": "https://assay.example/"]).export([
      .alert(CannedItems.firing("answers-refused"))
    ])
    let request = try #require(host.requests.first)
    #expect(readme.contains(String(decoding: request.body, as: UTF8.self)))
    #expect(request.url == "http://alerts.example:9093/api/v2/alerts")
  }

  @Test func whatFiresIsPutOffAndWhatHasResolvedEnds() async throws {
    let host = TestHost()
    let exporter = try exporter(host, ["ends_after": "2m"])
    #expect(exporter.repeatsFiring, "or Alertmanager takes it for resolved")
    var change = CannedItems.firing("a")
    let began = change.at
    host.clock.advance(by: .minutes(10))
    change.from = .firing
    let now = host.clock.now
    try await exporter.export([.alert(change)])
    change.to = .resolved
    change.at = now - .seconds(1)
    try await exporter.export([.alert(change)])
    let posted = try host.requests.compactMap { try JSON(parsing: $0.body)[0] }
    #expect(posted.map { $0["startsAt"]?.string } == [began.timestamp, nil])
    #expect(posted.map { $0["endsAt"]?.string } == [(now + .minutes(2)).timestamp, (now - .seconds(1)).timestamp])
    #expect(posted[0]["labels"] == posted[1]["labels"], "the labels are what tells alerts apart")
  }

  @Test func whatFiresOutsideIsNotHandedBack() async throws {
    let host = TestHost()
    var change = CannedItems.firing("FromPrometheus")
    change.signal = .external
    try await exporter(host).export([.alert(change)])
    #expect(host.requests.isEmpty)
  }

  @Test func onlyTheNamedAlertsArePostedInOrderAHundredAtATime() async throws {
    let host = TestHost()
    let names = (0..<250).map { "a\($0)" }
    let named = Setting.Value.list((names + ["b"]).map { Setting(writing: .text($0)) })
    try await exporter(host, ["alerts": named]).export((names + ["c"]).map { .alert(CannedItems.firing($0)) })
    let posted = try host.requests.map { request in
      try JSON(parsing: request.body).array?.compactMap { $0["labels"]?["alertname"]?.string } ?? []
    }
    #expect(posted.map(\.count) == [100, 100, 50])
    #expect(posted.flatMap(\.self) == names)
  }

  @Test func aRefusedRequestIsGivenUpAndTheNextStillGoes() async throws {
    let host = TestHost(network: { request in
      HostResponse(status: request.body.contains(Array("\"a150\"".utf8)) ? 400 : 200)
    })
    let items = (0..<250).map { ExportItem.alert(CannedItems.firing("a\($0)")) }
    let error = await #expect(throws: ExportError.self) { try await exporter(host).export(items) }
    #expect(error?.delivered == 100)
    #expect(error?.remedy == .drop(100))
  }

  @Test(
    arguments: [
      ([:], "'url' is missing; write http://alertmanager:9093"),
      (["url": "http://a/api/v2/alerts/"], "url: leave /api/v2/alerts away: it is appended"),
      (
        ["url": "http://a", "labels": ["route": "x"]], "labels.route: says what the alert is about; choose another name"
      ),
      (["url": "http://a", "labels": ["1st": "x"]], "no name of a label: letters, digits and _, and no digit first"),
      (["url": "http://a", "alerts": []], "alerts: names no alert; leave it out for all of them"),
      (["url": "http://a", "ends_after": "1s"], "ends_after: must lie between 10s and 1d"),
      (["url": "http://a", "timeout": "1h"], "timeout: must lie between 10ms and 1m"),
    ] as [([String: Setting.Value], String)])
  func saysWhatIsWrong(settings: [String: Setting.Value], problem: String) {
    var read = Settings(entries: settings)
    #expect(throws: SettingsError.self) { try AlertmanagerFactory.make(&read, host: TestHost()) }
    #expect(read.problems.map(\.description).contains { $0.hasSuffix(problem) }, "\(read.problems)")
  }

  private func exporter(_ host: TestHost, _ settings: [String: Setting.Value] = [:]) throws -> any PushExporter {
    var read = Settings(entries: ["url": "http://alerts.example:9093"].merging(settings) { $1 })
    guard case .push(let exporter) = try AlertmanagerFactory.make(&read, host: host) else { throw SettingsError() }
    return exporter
  }
}
