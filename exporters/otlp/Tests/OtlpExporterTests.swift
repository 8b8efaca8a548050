import CallModel
import OTLP
import OtlpExporter
import PluginKit
import PluginTestKit
import Testing

@Suite struct OtlpExporterTests {
  @Test(
    arguments: [[:], ["send": "verdicts"], ["send": ["metrics"], "resource": ["deployment.environment.name": "x"]]]
      as [[String: Setting.Value]])
  func conforms(more: [String: Setting.Value]) async {
    let settings: [String: Setting.Value] = [
      "endpoint": "https://collector.example", "compression": "none", "headers": ["Authorization": "Bearer hunter-2-2"],
    ]
    let problems = await PushExporterConformance.check(
      OtlpFactory.self, settings: settings.merging(more) { $1 }, secrets: ["hunter-2-2"])
    #expect(problems == [])
  }

  @Test(
    arguments: [
      (200, nil), (204, nil), (400, false), (401, false), (404, false), (408, false), (413, false), (429, true),
      (500, false), (501, false), (502, true), (503, true), (504, true), (505, false),
    ] as [(Int, Bool?)])
  func exactlyFourStatusesAreRetried(status: Int, retried: Bool?) async throws {
    let host = TestHost(network: { _ in HostResponse(status: status) })
    let exporter = try exporter(host)
    var error: ExportError?
    do throws(ExportError) {
      try await exporter.export([.verdicts(CannedItems.verdicts)])
    } catch let failure {
      error = failure
    }
    #expect(error?.isRetryable == retried)
  }

  @Test func whatWasDeliveredIsNotSentAgain() async throws {
    let host = TestHost(network: { request in HostResponse(status: request.url.hasSuffix("/v1/logs") ? 503 : 200) })
    let items = [ExportItem.snapshot(CannedSnapshots.everyKind), .verdicts(CannedItems.verdicts)]
    let error = await #expect(throws: ExportError.self) { try await exporter(host).export(items) }
    #expect(error?.delivered == 1)
    #expect(error?.message == "/v1/logs: status 503")
  }

  @Test func aPartialSuccessIsLoggedAndNotSentAgain() async throws {
    let answer = ExportTraceServiceResponse(rejectedSpans: 3, errorMessage: "too old; token hunter-2").serialized()
    let host = TestHost(network: { _ in HostResponse(status: 200, body: answer) })
    try await exporter(host, ["headers": ["Authorization": "Bearer hunter-2"]]).export([.verdicts(CannedItems.verdicts)]
    )
    #expect(host.logged.map(\.level) == [.warning])
    #expect(host.logged.map(\.message) == ["/v1/logs: 3 rejected for good: too old; token ***"])
  }

  @Test func aRefusalSaysWhatTheReceiverSays() async throws {
    let body = RPCStatus(message: "unknown tenant").serialized()
    let host = TestHost(network: { _ in
      HostResponse(status: 400, headers: [HostHeader("Content-Type", "application/x-protobuf")], body: body)
    })
    let error = await #expect(throws: ExportError.self) {
      try await exporter(host).export([.verdicts(CannedItems.verdicts)])
    }
    #expect(error?.message == "/v1/logs: status 400: unknown tenant")
  }

  @Test(
    arguments: [
      ([:], "'endpoint' is missing; write http://collector:4318"),
      (["endpoint": "collector:4318"], "endpoint: is no URL; write https://host.example/path"),
      (["endpoint": "http://a/v1/metrics"], "endpoint: leave /v1/metrics away: it is appended"),
      (["endpoint": "http://u:p@a"], "endpoint: holds a user or password; send an Authorization header instead"),
      (["endpoint": "http://a?k=v"], "endpoint: has a query; write http://collector:4318"),
      (["endpoint": "http://a", "headers": ["Content-Type": "x"]], "Content-Type: is no header that can be set here"),
      (["endpoint": "http://a", "headers": ["A": "x\ny"]], "A: the value has a line break or a control character"),
      (["endpoint": "http://a", "send": ["traces"]], "send: 'traces' is not one of metrics, verdicts"),
      (["endpoint": "http://a", "timeout": "2m"], "timeout: must lie between 10ms and 1m"),
      (["endpoint": "http://a", "compression": "zstd"], "compression: 'zstd' is not one of gzip, none"),
    ] as [([String: Setting.Value], String)])
  func saysWhatIsWrong(settings: [String: Setting.Value], problem: String) {
    var read = Settings(entries: settings)
    #expect(throws: SettingsError.self) { try OtlpFactory.make(&read, host: TestHost()) }
    #expect(read.problems.map(\.description).contains { $0.hasSuffix(problem) }, "\(read.problems)")
  }
}
