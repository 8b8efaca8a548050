internal import CallModel
package import PluginKit
package import Spending

/// What a configuration is read with besides its own text.
package struct ConfigurationContext: Sendable {
  /// Where `${NAME}` is looked up.
  package var environment: [String: String]
  /// The evaluators that can be named.
  package var evaluators: [any EvaluatorFactory.Type]
  /// The exporters that can be named.
  package var exporters: [any ExporterFactory.Type]
  /// What plugins are made with; also reads the file that `prices:` names.
  package var host: any Host
  /// The text of the price list that is used where `prices:` names none.
  package var defaultPrices: String
  /// Whether to listen beyond loopback is an error where there is no key; false for the command
  /// that makes the first one.
  package var needsKeys = true
  /// The folders in a search path, in its order; it reads the disk.
  package var pluginFolders: @Sendable (_ searchPath: [String]) -> [PluginFolder] = { _ in [] }
  /// Makes an evaluator of a plugin's program; nil where none can be made.
  package var programEvaluator: ProgramMaker<any Evaluator>?
  /// Makes an exporter of a plugin's program; nil where none can be made.
  package var programExporter: ProgramMaker<Exporter>?

  /// Makes something of an entry that names a plugin in another language.
  package typealias ProgramMaker<Made> =
    @Sendable (
      inout Settings, ProgramPlugin, any Host
    ) throws(SettingsError) -> Made

  package init(
    environment: [String: String], evaluators: [any EvaluatorFactory.Type], exporters: [any ExporterFactory.Type],
    host: any Host, defaultPrices: String
  ) {
    self.environment = environment
    self.evaluators = evaluators
    self.exporters = exporters
    self.host = host
    self.defaultPrices = defaultPrices
  }
}

extension ConfigurationContext {
  /// The plugins in the folders of a search path.
  func catalogue(_ searchPath: [String]) -> PluginCatalogue {
    PluginCatalogue(
      pluginFolders(searchPath), builtInEvaluators: Set(evaluators.map { $0.id }),
      builtInExporters: Set(exporters.map { $0.id }))
  }
}

/// A configuration that was read, and everything there is to say about it.
package struct LoadedConfiguration: Sendable {
  /// Nil if there is any error.
  package var configuration: Configuration?
  /// Errors and warnings, in the order of their lines.
  package var problems: [SettingsProblem]
}

extension LoadedConfiguration {
  /// Nothing but the reason why the file could not be read.
  package init(unreadable reason: String) {
    let problem = SettingsProblem(.error, file: "the configuration", line: 0, path: "", message: reason)
    self.init(configuration: nil, problems: [problem])
  }
}

/// Reads and checks a configuration.
///
/// Every key has a default, so that an empty text is a valid configuration; a key that nobody
/// knows is an error. All problems are found at once, each with its file, line and path, and
/// none of them shows a value that came from the environment.
///
/// - Parameters:
///   - text: YAML, at most 1 MiB.
///   - file: What messages call it.
package func loadConfiguration(_ text: String, file: String, in context: ConfigurationContext) -> LoadedConfiguration {
  let document = YAMLDocument(text, file: file, environment: context.environment)
  guard let root = document.root else { return LoadedConfiguration(configuration: nil, problems: document.problems) }

  var settings = Settings(root, file: file, path: "")
  var configuration = Configuration()
  configuration.access = settings.section("access") { $0.access() }
  configuration.listen = settings.section("listen") { $0.listen(configuration.access, context) }
  configuration.storage = settings.section("storage") { $0.storage() }
  configuration.quiet = settings.section("assembly") { $0.assembly() }
  configuration.content = settings.section("content") { $0.content() }
  configuration.sampling = settings.section("sampling") { $0.sampling() }
  configuration.pluginFolders = settings.words("plugins") ?? configuration.pluginFolders
  let plugins = context.catalogue(configuration.pluginFolders)
  (configuration.evaluators, configuration.externals) = settings.evaluators(context, plugins)
  configuration.canaries = settings.canaries(
    evaluators: settings.names(under: "evaluators", in: root), host: context.host)
  configuration.alerts = settings.alerts(
    evaluators: settings.names(under: "evaluators", in: root),
    exporters: settings.names(under: "exporters", in: root))
  configuration.budgets = settings.budgets()
  configuration.limits = settings.limits()
  configuration.exporters = settings.exporters(context, plugins)
  let prices = settings.prices(context)
  configuration.prices = prices.catalogue
  settings.findContradictions(in: configuration)
  settings.refuseUnbuilt(["gateway"])
  settings.finish()

  let folders = plugins.problems(named: settings.pluginsNamed(in: root))
  let problems = (byLine(document.problems + settings.problems) + prices.problems + folders).map(
    document.secrets.hidden)
  let failed = problems.contains { $0.severity == .error }
  return LoadedConfiguration(configuration: failed ? nil : configuration, problems: problems)
}

/// Reads and checks a price list.
///
/// - Parameters:
///   - text: YAML, at most 1 MiB.
///   - file: What messages call it.
package func loadPrices(_ text: String, file: String) -> (catalogue: PriceCatalogue, problems: [SettingsProblem]) {
  let document = YAMLDocument(text, file: file, environment: nil)
  guard let root = document.root else { return (.empty, document.problems) }
  var settings = Settings(root, file: file, path: "")
  let catalogue = settings.priceList()
  return (catalogue, byLine(document.problems + settings.problems))
}

/// In the order in which a person goes through the file.
private func byLine(_ problems: [SettingsProblem]) -> [SettingsProblem] {
  problems.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
}
