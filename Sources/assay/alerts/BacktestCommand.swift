internal import ArgumentParser
internal import CallModel
internal import Logging
internal import Pipeline
internal import Service
internal import ServiceConfig
internal import Storage

struct BacktestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Runs a configuration's alerts over what a service has recorded: when would they have fired?",
    discussion: """
      The database is only read, also while a service uses it. A fail ratio rests on the verdicts that were given at the
      time, so it needs an evaluator of that name to have run. Exit status: 0 no alert fires, 1 one does, 2 the
      database or the configuration is wrong.
      """)

  @OptionGroup var file: ConfigurationFile

  @Option(help: "How far back to look: 90s, 5m, 12h, 7d.", transform: length)
  var since: Nanoseconds = .days(7)

  @Option(help: "The database. Without it the configuration's storage.path.")
  var db: String?

  @Flag(help: "One JSON object a line on standard output, and nothing else.")
  var json = false

  func run() async throws {
    let logger = Logger(label: "assay") { _ in SwiftLogNoOpLogHandler() }
    let configuration = try file.load(logger: logger, needsKeys: false)
    let now = ServiceHost(logger: logger).now()
    let path = db ?? configuration.storage.path
    let thread = RequestThread("backtest")
    let outcome = await thread.run {
      [alerts = configuration.alerts, since] () -> Result<BacktestReport, StorageError> in
      Result { () throws(StorageError) in
        try Backtest(alerts, from: now - since, to: now).run(IndexReader(readingOnly: path))
      }
    }
    thread.stop()
    switch outcome {
    case .success(let report)?:
      BacktestPrinter(isJSON: json).print(report)
      if report.rules.contains(where: { $0.fired > 0 }) { throw ExitCode(1) }
    case .failure(let error)?:
      printError("\(error)")
      throw ExitCode(2)
    case nil: throw ExitCode(2)
    }
  }
}

/// A length of time as an option has it.
private func length(_ text: String) throws -> Nanoseconds {
  guard let length = Nanoseconds(written: text), (Nanoseconds.seconds(1)...(.days(3_660))).contains(length) else {
    throw ValidationError("'\(text)' is no length of time; write 90s, 5m, 12h or 7d")
  }
  return length
}
