internal import ArgumentParser

struct Alerts: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks at what alerts would do.", subcommands: [BacktestCommand.self])
}
