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
  /// - Throws: exit code 2 if there is an error.
  func load(logger: Logger) throws -> Configuration {
    let (text, name) = try source(logger: logger)
    return try Self.load(text: text, name: name, logger: logger)
  }

  static func load(text: String, name: String, logger: Logger) throws -> Configuration {
    let loaded = loadConfiguration(
      text, file: name,
      in: ConfigurationContext(
        environment: ProcessInfo.processInfo.environment, evaluators: StandardPlugins.evaluators,
        exporters: StandardPlugins.exporters, host: ServiceHost(logger: logger),
        defaultPrices: DefaultConfiguration.prices))
    for problem in loaded.problems { printError("\(problem)") }
    guard let configuration = loaded.configuration else { throw ExitCode(2) }
    return configuration
  }

  private func source(logger: Logger) throws -> (text: String, name: String) {
    let path = config ?? (FileManager.default.fileExists(atPath: Self.usual) ? Self.usual : nil)
    guard let path else { return (DefaultConfiguration.assay, "the built-in configuration") }
    do {
      let bytes = try ServiceHost(logger: logger).readFile(path)
      return (String(decoding: bytes, as: UTF8.self), path)
    } catch {
      printError("\(error)")
      throw ExitCode(2)
    }
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
