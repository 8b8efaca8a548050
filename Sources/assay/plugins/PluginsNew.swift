internal import ArgumentParser
internal import FoundationEssentials
internal import PluginAuthoring
internal import PluginKit
internal import StandardPlugins

struct PluginsNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Writes the folder of a new plugin: a program that works, to be changed.")

  @Argument(help: "What it is called: lower_snake_case.")
  var name: String

  @Option(help: "python, shell, node or swift.")
  var language: PluginLanguage

  @Option(help: "evaluator or exporter.")
  var kind = NewKind.evaluator

  @Option(help: "The folder in which its own is made. Without it evaluators or exporters, by its kind.")
  var into: String?

  func run() throws {
    let kind = kind.kind
    let builtIn = Set(
      kind == .evaluator ? StandardPlugins.evaluators.map { $0.id } : StandardPlugins.exporters.map { $0.id })
    if let problem = PluginTemplate.problem(name: name, kind: kind, builtIn: builtIn) { throw refused(problem) }
    let template = PluginTemplate(name: name, kind: kind, language: language)
    let home = into.map { $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? "\(kind.rawValue)s"
    let folder = "\(home)/\(name)"
    let files = FileManager.default
    guard !files.fileExists(atPath: folder) else {
      throw refused("\(folder) is there already; take another name, or remove it")
    }
    do {
      for file in template.files {
        let path = "\(folder)/\(file.path)"
        let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try files.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(file.text.utf8).write(to: URL(filePath: path))
        // The program runs as another user, who must be able to read it, whatever this one's mask is.
        try files.setAttributes([.posixPermissions: file.isExecutable ? 0o755 : 0o644], ofItemAtPath: path)
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: parent)
      }
    } catch {
      throw refused("\(folder) cannot be written: \(error)")
    }
    print("\(folder)/: \(template.files.map(\.path).joined(separator: ", "))")
    print(template.nextSteps(in: folder))
  }

  private func refused(_ message: String) -> ExitCode {
    printError(message)
    return ExitCode(2)
  }
}

extension PluginLanguage: ExpressibleByArgument {}

/// A kind of plugin, as it is written on the command line.
enum NewKind: String, CaseIterable, ExpressibleByArgument {
  case evaluator, exporter

  var kind: PluginManifest.Kind { self == .evaluator ? .evaluator : .exporter }
}
