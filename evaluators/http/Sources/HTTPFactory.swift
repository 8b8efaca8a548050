internal import CallModel
public import PluginKit

/// Makes the evaluator that `plugin: http` names: a server that is posted calls and answers verdicts.
public struct HTTPFactory: EvaluatorFactory {
  public static let id = "http"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    if !settings.has("url") { settings.report("'url' is missing") }
    let url = settings.webAddress("url")
    let headers = settings.headers("headers")
    let timeout = settings.duration("timeout") ?? .seconds(2)
    let batch = settings.integer("batch", default: 64, in: 1...4_096)
    let concurrency = settings.integer("concurrency", default: 4, in: 1...256)
    guard let url, !settings.hasProblems else {
      if !settings.hasProblems { settings.report("is empty; write https://host.example/path", at: "url") }
      throw SettingsError()
    }
    return HTTPEvaluator(
      url: url, headers: headers, timeout: max(.milliseconds(10), min(timeout, .minutes(10))), batch: batch,
      places: Places(concurrency), host: host)
  }
}
