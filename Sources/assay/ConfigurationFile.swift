internal import ArgumentParser
internal import DefaultConfiguration
internal import FoundationEssentials
internal import Glibc
internal import Logging
internal import PluginKit
internal import Service
internal import ServiceConfig
internal import StandardPlugins

/// The option that every command takes which needs a configuration.
struct ConfigurationFile: ParsableArguments {
  static let usual = "config/assay.yaml"

  @Option(help: "The configuration. Without it config/assay.yaml, where it exists, else the built-in one.")
  var config: String?

  /// Reads and checks it; every problem is written to standard error.
  ///
  /// - Parameter needsKeys: See `ConfigurationContext`.
  /// - Throws: exit code 2 if there is an error.
  func load(logger: Logger, needsKeys: Bool = true) throws -> Configuration {
    let loaded = read(logger: logger, needsKeys: needsKeys)
    for problem in loaded.problems { printError("\(problem)") }
    guard let configuration = loaded.configuration else { throw ExitCode(2) }
    return configuration
  }

  /// Reads and checks it; a file that cannot be read is one problem. It blocks on the disk.
  func read(logger: Logger, needsKeys: Bool = true) -> LoadedConfiguration {
    let host = ServiceHost(logger: logger)
    let path = config ?? (FileManager.default.fileExists(atPath: Self.usual) ? Self.usual : nil)
    let text: String
    do throws(HostError) {
      text =
        try path.map { path throws(HostError) in String(decoding: try host.readFile(path), as: UTF8.self) }
        ?? DefaultConfiguration.assay
    } catch {
      return LoadedConfiguration(unreadable: "\(error)")
    }
    var context = context(host)
    context.needsKeys = needsKeys
    if let path { host.hide([path]) }
    let loaded = loadConfiguration(text, file: path ?? "the built-in configuration", in: context)
    if let configuration = loaded.configuration {
      host.hide(
        configuration.secretFiles(
          in: FileManager.default.currentDirectoryPath, home: ProcessInfo.processInfo.environment["HOME"]))
    }
    return loaded
  }

  /// What a configuration is read with besides its own text.
  func context(_ host: ServiceHost) -> ConfigurationContext {
    var context = ConfigurationContext(
      environment: ProcessInfo.processInfo.environment, evaluators: StandardPlugins.evaluators,
      exporters: StandardPlugins.exporters, host: host, defaultPrices: DefaultConfiguration.prices)
    context.pluginFolders = { PluginShelf(searchPath: $0).folders(host) }
    context.programEvaluator = { settings, plugin, host throws(SettingsError) in
      try StandardPlugins.evaluator(
        &settings, command: plugin.command, folder: plugin.folder, revision: plugin.revision, host: host)
    }
    context.programExporter = { settings, plugin, host throws(SettingsError) in
      try StandardPlugins.exporter(&settings, command: plugin.command, folder: plugin.folder, host: host)
    }
    return context
  }
}

/// Writes a line to standard error.
func printError(_ line: String) { write(line, to: STDERR_FILENO) }

/// Writes a line to standard output, at once: somebody is watching.
func printNow(_ line: String) { write(line, to: STDOUT_FILENO) }

private func write(_ line: String, to file: Int32) {
  let bytes = Array((line + "\n").utf8)
  _ = Glibc.write(file, bytes, bytes.count)
}
