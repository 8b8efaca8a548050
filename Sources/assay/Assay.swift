internal import ArgumentParser
internal import Logging

/// The command line: wiring and nothing else.
@main
struct Assay: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Watches calls to AI models, judges the answers, and throttles callers when they get bad, slow or dear.",
    version: version,
    subcommands: [
      Serve.self, Check.self, Demo.self, Plugins.self, Key.self, Eval.self, ReplayCommand.self, Anomalies.self,
      Rules.self, Alerts.self, Simulate.self, DetectorBands.self,
    ])

  /// Exit codes: 0 holds, 1 found failures, 2 usage or bad input.
  static func main() async {
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let isUsage = exitCode(for: error) == .validationFailure
      if isUsage {
        printError(fullMessage(for: error))
        exit(withError: ExitCode(2))
      }
      exit(withError: error)
    }
  }
}
