internal import ArgumentParser
internal import Logging
internal import ServiceConfig
internal import Spending

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Names every mistake in a configuration at once.")

  @OptionGroup var file: ConfigurationFile

  func run() throws {
    let configuration = try file.load(logger: Logger(label: "assay"))
    print(
      "ok: \(configuration.evaluators.count) evaluators, \(configuration.alerts.count) alerts, "
        + "\(configuration.prices.entries.count) priced models")
  }
}
