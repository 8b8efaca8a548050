internal import ArgumentParser
internal import Logging
internal import PrometheusRules
internal import ServiceConfig

struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the alerts of a configuration as a Prometheus rule file.",
    discussion: """
      Rules over route, provider and model are evaluated by Prometheus; those that PromQL cannot say become rules on
      assay_alert_firing. Check the file with `promtool check rules`.
      """)

  @OptionGroup var file: ConfigurationFile

  @Option(help: "Where people reach Assay, for annotations. Without it http:// and the address that it listens on.")
  var url: String?

  @Flag(help: "For a Prometheus that scrapes native histograms.")
  var nativeHistograms = false

  func run() throws {
    let configuration = try file.load(logger: Logger(label: "assay"), needsKeys: false)
    var address = url ?? "\(configuration.listen.tls == nil ? "http" : "https")://\(configuration.listen.http)"
    while address.hasSuffix("/") { address.removeLast() }
    let rules = RuleFile(
      configuration.alerts, RuleOptions(histograms: nativeHistograms ? .native : .classic, address: address))
    print(rules.text, terminator: "")
  }
}
