package import PluginKit

/// A new plugin: the files of its folder, from the templates of a language.
package struct PluginTemplate: Sendable {
  /// A file of the folder.
  package struct File: Hashable, Sendable {
    /// Within the folder.
    package var path: String
    package var text: String
    package var isExecutable = false
  }

  package let name: String
  package let kind: PluginManifest.Kind
  package let language: PluginLanguage

  package init(name: String, kind: PluginManifest.Kind, language: PluginLanguage) {
    self.name = name
    self.kind = kind
    self.language = language
  }

  /// Why a plugin cannot have this name; nil if it can.
  ///
  /// - Parameter builtIn: ids of the kind that the service itself has.
  package static func problem(name: String, kind: PluginManifest.Kind, builtIn: Set<String>) -> String? {
    guard PluginManifest.isID(name) else {
      return "'\(name)' is no name of a plugin: write lower_snake_case, a letter first, at most 64 characters"
    }
    guard !builtIn.contains(name) else {
      return "the service has a built-in \(kind.rawValue) '\(name)'; take another name"
    }
    return nil
  }

  /// All files, the manifest first.
  package var files: [File] {
    var files = [
      File(path: "plugin.json", text: manifest), File(path: language.program(name), text: filled(language.text(kind))),
      File(path: "README.md", text: readme),
      File(path: "Tests/test.sh", text: test, isExecutable: true),
    ]
    if language == .swift {
      let build = "#!/bin/sh\ncd \"$(dirname \"$0\")\" && exec swiftc -O \(name).swift -o \(name)\n"
      files.append(File(path: "build.sh", text: build, isExecutable: true))
    }
    return files
  }

  /// The lines of the configuration that name it.
  package var configuration: String {
    switch kind {
    case .evaluator: "evaluators:\n  \(entry): { plugin: \(name), sample: 100% }"
    case .exporter: "exporters:\n  \(entry): { plugin: \(name), send: [alerts] }"
    }
  }

  /// What its author does next.
  ///
  /// - Parameter folder: where it was written.
  package func nextSteps(in folder: String) -> String {
    let program = "\(folder)/\(language.program(name))"
    var steps = [
      kind == .evaluator
        ? "Write your own judge() in \(program)." : "Write your own way to send in \(program).",
      "assay plugins test \(folder)", "Name it in the configuration, and reload (SIGHUP or POST /api/reload):",
    ]
    if language == .swift { steps.insert("sh \(folder)/build.sh", at: 1) }
    let numbered = steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
    let home = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let usual = kind == .evaluator ? "evaluators" : "exporters"
    let path = home == usual ? "" : "   plugins: [evaluators, exporters, \(home.isEmpty ? "." : home)]\n"
    let lines = configuration.split(separator: "\n").map { "   \($0)" }.joined(separator: "\n")
    return numbered.joined(separator: "\n") + "\n" + path + lines
  }

  /// The entry's name: as people write them, with hyphens.
  private var entry: String { name.replacing("_", with: "-") }

  private var manifest: String {
    let words = language.command(name).map { "\"\($0)\"" }.joined(separator: ", ")
    return "{\"id\": \"\(name)\", \"kind\": \"\(kind.rawValue)\", \"version\": \"0.1.0\", \"command\": [\(words)]}\n"
  }

  private var test: String {
    let text = String(
      decoding: kind == .evaluator ? PackageResources.test_evaluator_sh : PackageResources.test_exporter_sh,
      as: UTF8.self)
    return text.replacing("COMMAND", with: language.command(name).joined(separator: " "))
  }

  private func filled(_ text: String) -> String { text.replacing("NAME", with: name) }

  private var readme: String {
    let what =
      kind == .evaluator ? "What it judges, in a sentence." : "What it sends and where to, in a sentence."
    let settings =
      kind == .evaluator
      ? "| key of `config` | what | default |\n|---|---|---|\n| `word` | the word that no answer may hold | `TODO` |\n"
      : "None of its own yet.\n"
    let network =
      kind == .exporter ? "It has no network unless the entry says `network: true`.\n\n" : ""
    return """
      # \(name)

      \(what) It needs \(language.needs).

      ## Settings

      \(settings)
      \(network)Those of every program (`timeout`, `memory`, `environment`, …) are the same for all plugins.

      ## Example

      ```yaml
      \(configuration)
      ```

      ## Tests

      ```sh
      sh Tests/test.sh
      assay plugins test .
      ```

      """
  }
}
