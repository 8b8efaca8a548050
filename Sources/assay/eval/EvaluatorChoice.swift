internal import ArgumentParser
internal import Logging
internal import PluginKit
internal import Service
internal import ServiceConfig

/// The options that say by what rows are judged.
struct EvaluatorChoice: ParsableArguments {
  @Option(
    name: .customLong("evaluator"),
    help: ArgumentHelp(
      "A plugin by its id, or NAME=ID to call it otherwise; with --config an entry by its name. May be repeated.",
      valueName: "id"))
  var chosen: [String] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      """
      A setting of the evaluator, written as in YAML: a number, true, text, [a, list], {a: map}, or "text in quotes". \
      With several evaluators NAME.KEY=VALUE. May be repeated.
      """, valueName: "key=value"))
  var settings: [String] = []

  @Option(
    help: """
      A configuration whose evaluators judge: all, or those named with --evaluator. Each judges every row: "on" and \
      "sample" do not count.
      """)
  var config: String?

  func check() throws {
    if config != nil, !settings.isEmpty {
      throw ValidationError("--set belongs to --evaluator ID; with --config the settings are the configuration's")
    }
    if config != nil, Set(chosen).count != chosen.count { throw ValidationError("an --evaluator is named twice") }
    if config == nil, chosen.isEmpty {
      throw ValidationError("name at least one --evaluator (`assay plugins` lists them), or a --config")
    }
  }

  /// Makes them; every problem is written to standard error.
  ///
  /// - Throws: exit code 2 if there is an error.
  func evaluators(logger: Logger) throws -> [EvaluatorEntry] {
    if let config { return try configured(in: config, logger: logger) }
    var named: [NamedSettings] = []
    for text in chosen {
      let entry = NamedSettings(text)
      guard !named.contains(where: { $0.name == entry.name }) else {
        throw refused("--evaluator \(text): there are two of this name; write NAME=\(entry.plugin)")
      }
      named.append(entry)
    }
    for text in settings { try assign(text, to: &named) }
    let file = try ConfigurationFile.parse([])
    let loaded = loadEvaluators(
      named.map(\.entry), file: "--evaluator", in: file.context(ServiceHost(logger: logger)))
    for problem in loaded.problems { printError("\(named.spoken(problem))") }
    guard !loaded.problems.contains(where: { $0.severity == .error }) else { throw ExitCode(2) }
    return loaded.evaluators
  }

  private func configured(in path: String, logger: Logger) throws -> [EvaluatorEntry] {
    let file = try ConfigurationFile.parse(["--config=\(path)"])
    let all = try file.load(logger: logger, needsKeys: false).evaluators
    guard !all.isEmpty else { throw refused("\(path): it has no evaluators") }
    if chosen.isEmpty { return all }
    return try chosen.map { name in
      guard let entry = all.first(where: { $0.name == name }) else {
        let known = all.map(\.name).joined(separator: ", ")
        throw refused("--evaluator \(name): \(path) has no such entry; it has: \(known)")
      }
      return entry
    }
  }

  private func assign(_ text: String, to named: inout [NamedSettings]) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw refused("--set \(text): write --set KEY=VALUE")
    }
    var key = String(parts[0])
    var place = named.count == 1 ? 0 : nil
    if let owner = named.firstIndex(where: { key.hasPrefix($0.name + ".") }) {
      place = owner
      key.removeFirst(named[owner].name.count + 1)
    }
    guard let place else {
      throw refused("--set \(key): there are several evaluators; write --set \(named[0].name).\(key)=VALUE")
    }
    do throws(SettingsProblem) {
      named[place].values.append((key: key, value: try writtenSetting(String(parts[1])).get()))
    } catch {
      throw refused(
        "--set \(key): it begins as a list, a map or a text in quotes does in YAML, and is none; a text is written "
          + "--set \"\(key)='…'\"")
    }
  }

  private func refused(_ message: String) -> ExitCode {
    printError(message)
    return ExitCode(2)
  }
}
