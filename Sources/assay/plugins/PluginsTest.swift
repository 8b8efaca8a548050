internal import ArgumentParser
internal import FoundationEssentials
internal import JSON
internal import Logging
internal import PluginAuthoring
internal import PluginKit
internal import PluginProtocol
internal import Service
internal import ServiceConfig

struct PluginsTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Checks the program of a plugin's folder against protocol 1, contained as it will be.",
    discussion: """
      Each check starts the program anew and has a line: ok, fails (what was sent, what came, what to do), or note for \
      what the service never puts it to. An exporter is handed alerts that nobody raised; without "network=true" it \
      cannot send them anywhere.

      Exit status: 0 all holds, 1 something fails, 2 wrong usage, or a plugin.json with errors.
      """)

  @Argument(help: "The folder, with its plugin.json.")
  var folder: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A setting of its entry, written as in YAML: timeout=10s, memory=1GiB, network=true, 'config={most: 80}'. May be repeated.",
      valueName: "key=value"))
  var settings: [String] = []

  @Option(
    name: .customLong("answer"),
    help: ArgumentHelp(
      "An answer that an evaluator judges besides the usual ones, such as one that it finds fault with. May be repeated.",
      valueName: "text"))
  var answers: [String] = []

  @Flag(help: "One JSON object a check on standard output: check, state, promise, detail.")
  var json = false

  func run() async throws {
    let errors = StandardErrorTail()
    let host = ServiceHost(logger: Logger(label: "plugin") { _ in errors })
    let subject = try subject(host)
    let name = subject.manifest.id
    let examination = Examination(host: host) { errors.take(of: name) }
    let results = await examination.examine(subject) { result in
      printNow(json ? result.json.text() : result.line)
    }
    let failed = results.filter(\.hasFailed).count
    if !json {
      let containment = errors.containment.map { "; \($0)" } ?? ""
      printNow("\(failed == 0 ? "all holds" : "\(failed) of \(results.count) checks fail")\(containment)")
    }
    if failed > 0 { throw ExitCode(1) }
  }

  private func subject(_ host: ServiceHost) throws -> Subject {
    let path = URL(filePath: folder).standardized.path
    let parts = path.split(separator: "/")
    let home = "/" + parts.dropLast().joined(separator: "/")
    guard
      let found = PluginShelf(searchPath: [home]).folders(host).first(where: { $0.name == parts.last.map(String.init) })
    else { throw refused(["\(folder): there is no plugin.json; `assay plugins new` writes one"]) }
    var problems: [SettingsProblem] = []
    guard let plugin = ProgramPlugin(found, problems: &problems) else {
      throw refused(
        problems.isEmpty
          ? ["\(folder)/plugin.json: 'command' is missing: a plugin in Swift is tested by `swift test`"]
          : problems.map { "\($0)" })
    }
    // A program of the folder that was not built says more so than the system would.
    if let first = plugin.command.first, first.hasPrefix("./"), !found.files.contains(String(first.dropFirst(2))) {
      let build = found.files.contains("build.sh") ? "; run `sh \(folder)/build.sh`" : ""
      throw refused(["\(folder): there is no file '\(first.dropFirst(2))', which 'command' names\(build)"])
    }
    var entry = Settings(Setting(.map(try written())), file: "--set", path: "")
    // What the service itself reads of an entry, and the program never sees.
    for key in ["on", "sample"] where entry.has(key) { _ = entry.raw(key) }
    let words = plugin.manifest.kind == .exporter ? entry.texts("send") : nil
    let send =
      words.map { words in Subject.Sent.allCases.filter { words.contains($0.rawValue) } } ?? Subject.Sent.allCases
    if send.isEmpty { entry.report("names neither alerts nor metrics", at: "send") }
    let read = try? ProgramSettings(&entry, command: plugin.command, folder: plugin.folder)
    entry.finish()
    guard let read, !entry.hasProblems else { throw refused(entry.problems.map { "\($0)" }) }
    return Subject(folder: folder, manifest: plugin.manifest, settings: read, answers: answers, send: Set(send))
  }

  private func written() throws -> [(key: String, value: Setting)] {
    try settings.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, case .success(let value) = writtenSetting(String(parts[1])) else {
        throw refused(["--set \(text): write --set KEY=VALUE, the value as in YAML"])
      }
      return (String(parts[0]), value)
    }
  }

  private func refused(_ messages: [String]) -> ExitCode {
    for message in messages { printError(message) }
    return ExitCode(2)
  }
}
