import CallModel
import FoundationEssentials
import JSON
import PluginKit
import PluginTestKit
import Testing
import WebhookExporter

@Suite struct WebhookExporterTests {
  @Test(arguments: [[:], ["headers": ["Authorization": "Bearer hunter-2-2"]]] as [[String: Setting.Value]])
  func conforms(more: [String: Setting.Value]) async {
    let settings: [String: Setting.Value] = [
      "url": "https://ops.example/hook?token=t0ken-in-url", "secret": "correct horse battery",
    ]
    let problems = await PushExporterConformance.check(
      WebhookFactory.self, settings: settings.merging(more) { $1 },
      secrets: ["t0ken-in-url", "correct horse battery", "hunter-2-2"])
    #expect(problems == [])
  }

  @Test func firingAndResolvedArePostedOneByOne() async throws {
    let host = TestHost()
    try await exporter(host).export(CannedItems.alerts.map { .alert($0) })
    #expect(
      try host.requests.map { try body($0)["type"]?.string } == [
        "alert.firing", "alert.firing", "alert.resolved", "alert.resolved",
      ])
    #expect(Set(host.requests.compactMap { $0.header("webhook-id") }).count == 4)
  }

  @Test func theReadmeShowsTheBody() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    let host = TestHost()
    try await exporter(host).export([.alert(CannedItems.firing("answers-refused"))])
    let request = try #require(host.requests.first)
    #expect(readme.contains(String(decoding: request.body, as: UTF8.self)))
    #expect(request.url == "https://ops.example/hook")
    #expect(request.header("content-type") == "application/json")
    #expect(try body(request)["id"]?.string == request.header("webhook-id"))
    #expect(request.header("webhook-timestamp") == "1767225600")
    #expect(request.header("webhook-signature")?.hasPrefix("v1,") == true)
  }

  @Test func slackGetsItsShapeAndNobodyIsCalled() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    let host = TestHost()
    var over = CannedItems.firing("answers-refused", route: "<!channel> & <@U1>" + String(repeating: "<", count: 9_000))
    over.to = .resolved
    try await exporter(host, ["shape": "slack"]).export([
      .alert(CannedItems.firing("answers-refused")), .alert(over),
    ])
    let requests = host.requests
    #expect(readme.contains(String(decoding: requests[0].body, as: UTF8.self)))
    #expect(try body(requests[0])["attachments"]?[0]?["color"]?.string == "#d62728")
    let resolved = try body(requests[1])
    #expect(resolved["attachments"]?[0]?["color"]?.string == "#2ca02c")
    let texts = [
      resolved["text"], resolved["attachments"]?[0]?["blocks"]?[0]?["text"]?["text"],
      resolved["attachments"]?[0]?["blocks"]?[1]?["elements"]?[0]?["text"],
    ].compactMap(\.?.string)
    #expect(texts.count == 3)
    for text in texts {
      #expect(!text.contains("<!channel") && !text.contains("<@"))
      #expect(text.count <= 3_000)
    }
    #expect(texts[0].contains("&lt;!channel&gt;%20&amp;"))
    #expect(Set(requests.compactMap { $0.header("webhook-id") }).count == 2, "an id each, in this shape too")
  }

  @Test func slacksShapeConforms() async {
    let problems = await PushExporterConformance.check(
      WebhookFactory.self, settings: ["url": "https://hooks.example/services/t0ken-in-url", "shape": "slack"],
      secrets: ["t0ken-in-url"])
    #expect(problems == [])
  }

  @Test func anAttemptOfLaterHasTheSameIDAndANewSignature() async throws {
    let host = TestHost(network: { _ in HostResponse(status: 503) })
    for _ in 0..<2 {
      await #expect(throws: ExportError.self) {
        try await exporter(host).export([.alert(CannedItems.firing("answers-refused"))])
      }
      host.clock.advance(by: .seconds(90))
    }
    #expect(Set(host.requests.map(\.body)).count == 1)
    #expect(Set(host.requests.map { $0.header("webhook-id") }).count == 1)
    #expect(Set(host.requests.map { $0.header("webhook-timestamp") }).count == 2)
    #expect(Set(host.requests.map { $0.header("webhook-signature") }).count == 2)
  }

  @Test func withoutASecretNothingIsSigned() async throws {
    let host = TestHost()
    try await exporter(host, ["secret": nil]).export([.alert(CannedItems.firing("a"))])
    #expect(host.requests.count == 1)
    #expect(host.requests.first?.header("webhook-signature") == nil)
  }

  @Test func onlyTheNamedAlertsArePosted() async throws {
    let host = TestHost()
    try await exporter(host, ["alerts": ["a", "c"]]).export(["a", "b", "c"].map { .alert(CannedItems.firing($0)) })
    #expect(try host.requests.map { try body($0)["alert"]?.string } == ["a", "c"])
  }

  @Test(
    arguments: [
      (400, .drop(1)), (410, .drop(1)), (301, .drop(1)), (408, .retry(after: nil)), (425, .retry(after: nil)),
      (429, .retry(after: nil)), (500, .retry(after: nil)), (599, .retry(after: nil)),
    ] as [(Int, ExportError.Remedy)])
  func statusesHaveTheirRemedies(status: Int, remedy: ExportError.Remedy) async throws {
    let host = TestHost(network: { request in
      HostResponse(status: request.body.contains(Array("\"bad\"".utf8)) ? status : 200)
    })
    let error = await #expect(throws: ExportError.self) {
      try await exporter(host).export(["a", "bad", "c"].map { .alert(CannedItems.firing($0)) })
    }
    #expect(error?.remedy == remedy)
    #expect(error?.delivered == 1)
    #expect(host.requests.count == 2)
  }

  @Test(
    arguments: [
      ([:], "'url' is missing"), (["url": "ftp://a"], "url: is no URL; write https://host.example/path"),
      (["url": "http://a", "secret": "tiny"], "try openssl rand -hex 32"),
      (["url": "http://a", "alerts": []], "alerts: names no alert; leave it out for all of them"),
      (["url": "http://a", "shape": "teams"], "shape: 'teams' is not one of standard, slack"),
      (["url": "http://a", "timeout": "1h"], "timeout: must lie between 10ms and 1m"),
    ] as [([String: Setting.Value], String)])
  func saysWhatIsWrong(settings: [String: Setting.Value], problem: String) {
    var read = Settings(entries: settings)
    #expect(throws: SettingsError.self) { try WebhookFactory.make(&read, host: TestHost()) }
    #expect(read.problems.map(\.description).contains { $0.hasSuffix(problem) }, "\(read.problems)")
  }

  private func exporter(_ host: TestHost, _ settings: [String: Setting.Value] = [:]) throws -> any PushExporter {
    let usual: [String: Setting.Value] = ["url": "https://ops.example/hook", "secret": "correct horse battery"]
    var read = Settings(entries: usual.merging(settings) { $1 })
    guard case .push(let exporter) = try WebhookFactory.make(&read, host: host) else { throw SettingsError() }
    return exporter
  }

  private func body(_ request: HostRequest) throws -> JSON { try JSON(parsing: request.body) }
}
