import CallModel
import PluginKit
import PluginTestKit
import Testing

/// That the suite passes an exporter that keeps its promises and names each broken one.
@Suite struct PushExporterConformanceTests {
  static let settings: [String: Setting.Value] = ["url": "http://a", "token": "t0ken"]

  @Test func aGoodExporterHasNoProblems() async {
    #expect(await PushExporterConformance.check(GoodPush.self, settings: Self.settings, secrets: ["t0ken"]) == [])
  }

  @Test func aTalkativeOneIsNamed() async {
    await expect("a secret is in a message or the log", of: Talkative.self)
  }

  @Test func oneThatGivesUpTooSoonIsNamed() async {
    await expect("status 503: what is sent is given up, but it may be sent again", of: Impatient.self)
    await expect("status 429: Retry-After is not heeded", of: Impatient.self)
  }

  @Test func oneThatNoticesNothingIsNamed() async {
    await expect("status 400: what is sent counts as arrived, but it can never arrive", of: Blind.self)
    await expect("snapshot are not sent though wanted", of: Blind.self)
  }

  @Test func oneThatTurnsThingsRoundIsNamed() async {
    await expect("the order is lost", of: Reversing.self)
  }

  @Test func aPullExporterIsNone() async {
    #expect(
      await PushExporterConformance.check(Pulling.self, settings: [:])
        == ["the settings are refused, or it is no push exporter"])
  }

  private func expect<Factory: ExporterFactory>(_ problem: String, of factory: Factory.Type) async {
    let problems = await PushExporterConformance.check(factory, settings: Self.settings, secrets: ["t0ken"])
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
  }
}

/// Posts the names of verdicts and alerts, with one of these faults.
private struct Poster: PushExporter {
  enum Fault { case none, talks, givesUp, ignoresStatus, reverses }

  let fault: Fault
  let token: String
  let host: any Host
  var wants: Set<ExportItem.Kind> { fault == .ignoresStatus ? [.alerts, .snapshot] : [.alerts, .verdicts] }

  func export(_ items: [ExportItem]) async throws(ExportError) {
    let names = items.flatMap { item -> [String] in
      switch item {
      case .alert(let change) where wants.contains(.alerts): [change.alert]
      case .verdicts(let answers) where wants.contains(.verdicts): answers.map(\.evaluator)
      default: []
      }
    }
    if names.isEmpty { return }
    let body = (fault == .reverses ? names.reversed() : names).joined(separator: "\n")
    let response: HostResponse
    do {
      response = try await host.http(HostRequest(url: "http://a", body: Array(body.utf8)))
    } catch {
      throw .unanswered(error)
    }
    if response.isSuccess || fault == .ignoresStatus { return }
    let message = fault == .talks ? "status \(response.status) with \(token)" : "status \(response.status)"
    guard [429, 502, 503, 504].contains(response.status), fault != .givesUp else { throw .permanent(message) }
    throw .retryable(message, after: response.retryAfter(now: host.now()))
  }

  static func made(_ fault: Fault, _ settings: inout Settings, _ host: any Host) -> Exporter {
    _ = settings.webAddress("url")
    return .push(Poster(fault: fault, token: settings.text("token") ?? "", host: host))
  }
}

private enum GoodPush: ExporterFactory {
  static let id = "good"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    Poster.made(.none, &settings, host)
  }
}

private enum Talkative: ExporterFactory {
  static let id = "talkative"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    Poster.made(.talks, &settings, host)
  }
}

private enum Impatient: ExporterFactory {
  static let id = "impatient"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    Poster.made(.givesUp, &settings, host)
  }
}

private enum Blind: ExporterFactory {
  static let id = "blind"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    Poster.made(.ignoresStatus, &settings, host)
  }
}

private enum Reversing: ExporterFactory {
  static let id = "reversing"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    Poster.made(.reverses, &settings, host)
  }
}

private enum Pulling: ExporterFactory {
  static let id = "pulling"
  private struct Blank: PullExporter {
    func render(_ snapshot: MetricsSnapshot, accept: String?) -> (contentType: String, body: [UInt8]) { ("a/b", []) }
  }
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter { .pull(Blank()) }
}
