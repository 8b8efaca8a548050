import CallModel
import PluginKit
import ServiceConfig

/// Passes everything.
struct Yes: Evaluator {
  func judge(_ calls: [LLMCall]) async -> [Verdict] { calls.map { _ in .pass } }
}

/// Reads a text, a flag, a number and a length of time, and wants the text.
struct WordsFactory: EvaluatorFactory {
  static let id = "words"

  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    let word = settings.requiredText("word")
    _ = settings.bool("ignore_case", default: false)
    _ = settings.integer("limit", default: 1, in: 1...10)
    _ = settings.duration("patience")
    _ = settings.texts("more")
    if word == nil { throw SettingsError() }
    return Yes()
  }
}

/// Gives up without a word.
struct SilentFactory: EvaluatorFactory {
  static let id = "silent"

  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    throw SettingsError()
  }
}

/// Quotes the beginning of a text that it does not like.
struct CuttingFactory: EvaluatorFactory {
  static let id = "cutting"

  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    settings.report("'\(settings.text("word")?.prefix(20) ?? "")…' is no word", at: "word")
    throw SettingsError()
  }
}

/// Renders nothing.
struct Blank: PullExporter {
  func render(_ snapshot: MetricsSnapshot, accept: String?) -> (contentType: String, body: [UInt8]) {
    ("text/plain", [])
  }
}

struct BlankFactory: ExporterFactory {
  static let id = "prometheus"

  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    _ = settings.integer("most_series", default: 10, in: 1...100)
    return .pull(Blank())
  }
}

/// A second exporter, so that two can be named.
struct OtherFactory: ExporterFactory {
  static let id = "other"

  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter { .pull(Blank()) }
}

/// An exporter that pushes nothing to nobody.
struct PushedFactory: ExporterFactory {
  static let id = "pushed"

  private struct Pushed: PushExporter {
    let wants: Set<ExportItem.Kind> = [.alerts]
    func export(_ items: [ExportItem]) async throws(ExportError) {}
  }

  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    if settings.has("endpoint") { _ = settings.webAddress("endpoint") }
    return .push(Pushed())
  }
}

/// A host with files in memory.
struct FakeHost: Host {
  var files: [String: [UInt8]] = [:]

  func now() -> Nanoseconds { 0 }
  func log(_ level: LogLevel, _ message: String) {}
  func readFile(_ path: String) throws(HostError) -> [UInt8] {
    guard let bytes = files[path] else { throw HostError("'\(path)' cannot be read: there is no such file") }
    return bytes
  }
}

/// What the fixtures are read with.
func context(files: [String: [UInt8]] = [:], environment: [String: String] = [:]) -> ConfigurationContext {
  ConfigurationContext(
    environment: environment.merging(["TOKEN": "hunter2", "SHORT": "q9", "RATE": "25%"]) { given, _ in given },
    evaluators: [WordsFactory.self, SilentFactory.self],
    exporters: [BlankFactory.self, OtherFactory.self, PushedFactory.self], host: FakeHost(files: files),
    defaultPrices: "providers: { openai: { gpt-4o-mini: { input: 0.15, output: 0.60 } } }")
}
