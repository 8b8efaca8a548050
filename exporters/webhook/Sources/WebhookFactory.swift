internal import CallModel
public import PluginKit

/// Makes the exporter that `plugin: webhook` names: one POST for each alert that fires or resolves.
public struct WebhookFactory: ExporterFactory {
  public static let id = "webhook"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    if !settings.has("url") { settings.report("'url' is missing") }
    let url = settings.webAddress("url") ?? ""
    var secret: Secret?
    if let text = settings.text("secret") {
      secret = Secret(text)
      if secret == nil {
        settings.report(
          "is no secret: 'whsec_' and base64, or any text of at least 16 bytes; try openssl rand -hex 32", at: "secret")
      }
    }
    let headers = settings.headers("headers")
    let alerts = settings.texts("alerts").map(Set.init)
    if let alerts, alerts.isEmpty { settings.report("names no alert; leave it out for all of them", at: "alerts") }
    let shape = settings.choice("shape", default: WebhookExporter.Shape.standard)
    let timeout = settings.duration("timeout") ?? .seconds(10)
    if !(Nanoseconds.milliseconds(10)...(.minutes(1))).contains(timeout) {
      settings.report("must lie between 10ms and 1m", at: "timeout")
    }
    if settings.hasProblems { throw SettingsError() }
    return .push(
      WebhookExporter(
        url: url, headers: headers, secret: secret, alerts: alerts, shape: shape, timeout: timeout, host: host))
  }
}
