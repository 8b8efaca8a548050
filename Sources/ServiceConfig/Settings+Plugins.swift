internal import CallModel
internal import PluginKit

/// Plugins of the design that this version does not have.
private let unbuiltExporters: Set<String> = ["alertmanager"]

extension Settings {
  /// The entries under `evaluators:`, made by their factories.
  ///
  /// - Returns: those that judge here, and those that judge elsewhere.
  mutating func evaluators(
    _ context: ConfigurationContext, _ plugins: PluginCatalogue
  ) -> (here: [EvaluatorEntry], elsewhere: [ExternalEvaluator]) {
    var elsewhere: [ExternalEvaluator] = []
    let here = entries(under: "evaluators", atMost: 100) { (name, entry) -> EvaluatorEntry? in
      let plugin = entry.requires("plugin") ? entry.text("plugin") : nil
      if plugin == "external" {
        if let external = entry.external(name, beside: elsewhere) { elsewhere.append(external) }
        return nil
      }
      let on = entry.scope("on") ?? .everything
      let sample = entry.share("sample")
      let factory = context.evaluators.first { $0.id == plugin }
      let timeout = entry.duration(
        "timeout", default: factory?.timeout ?? .seconds(2), in: .milliseconds(10)...(.minutes(10)), "10ms and 10m")
      guard let plugin else { return nil }
      let made: (any Evaluator)?
      if let factory {
        made = entry.made { settings throws(SettingsError) in try factory.make(&settings, host: context.host) }
      } else if let program = plugins.evaluators[plugin], let make = context.programEvaluator {
        made = entry.made { settings throws(SettingsError) in try make(&settings, program, context.host) }
      } else {
        let known = context.evaluators.map { $0.id } + plugins.evaluators.keys.sorted() + ["external"]
        entry.reportUnknown(plugin, "evaluator", known: known, isUnbuilt: false, plugins)
        return nil
      }
      return made.map {
        EvaluatorEntry(
          name: name, plugin: plugin, on: on, sample: sample, timeout: timeout, evaluator: $0,
          folder: context.evaluators.contains { $0.id == plugin } ? nil : plugins.evaluators[plugin]?.folder)
      }
    }
    return (here, elsewhere)
  }

  /// The entries under `exporters:`, made by their factories, and the one that is always there.
  mutating func exporters(_ context: ConfigurationContext, _ plugins: PluginCatalogue) -> [ExporterEntry] {
    var paths: Set<String> = []
    var named: Set<String> = []
    var result: [ExporterEntry] = entries(under: "exporters", atMost: 20) { name, entry in
      let plugin = entry.requires("plugin") ? entry.text("plugin") : nil
      guard let plugin else { return nil }
      named.insert(plugin)
      let factory = context.exporters.first { $0.id == plugin }
      let program = factory == nil ? plugins.exporters[plugin] : nil
      guard factory != nil || (program != nil && context.programExporter != nil) else {
        let known = context.exporters.map { $0.id } + plugins.exporters.keys.sorted()
        entry.reportUnknown(plugin, "exporter", known: known, isUnbuilt: unbuiltExporters.contains(plugin), plugins)
        return nil
      }
      let service = entry.made { settings throws(SettingsError) -> ExporterEntry.Service? in
        do throws(SettingsError) {
          if let factory {
            return settings.service(try factory.make(&settings, host: context.host), paths: &paths)
          }
          guard let program, let make = context.programExporter else { return nil }
          return settings.service(try make(&settings, program, context.host), paths: &paths)
        } catch {
          // Which of the two kinds it would be is not known, so neither's keys are found fault with.
          settings.ignore(["path", "interval", "queue", "give_up_after"])
          throw error
        }
      }
      guard case .some(.some(let service)) = service else { return nil }
      return ExporterEntry(name: name, plugin: plugin, service: service, folder: program?.folder)
    }
    if !named.contains("prometheus"), !paths.contains("/metrics"),
      let factory = context.exporters.first(where: { $0.id == "prometheus" })
    {
      var settings = Settings(nil, file: file, path: "exporters.prometheus")
      if let exporter = settings.made({ settings throws(SettingsError) in
        try factory.make(&settings, host: context.host)
      }), case .pull(let exporter) = exporter {
        result.append(
          ExporterEntry(name: "prometheus", plugin: "prometheus", service: .pull(exporter, path: "/metrics")))
      }
      absorb(settings)
    }
    return result
  }

  /// An exporter and how it is served; nil where the entry says something wrong about that.
  private mutating func service(_ exporter: Exporter, paths: inout Set<String>) -> ExporterEntry.Service? {
    switch exporter {
    case .pull(let exporter):
      let path = documentPath()
      if let path, !paths.insert(path).inserted { report("another exporter answers at \(path)", at: "path") }
      return path.map { .pull(exporter, path: $0) }
    case .push(let exporter):
      return .push(exporter, pushTerms())
    }
  }

  private mutating func pushTerms() -> ExporterEntry.PushTerms {
    var terms = ExporterEntry.PushTerms()
    terms.interval = duration("interval", default: terms.interval, in: .seconds(1)...(.hours(1)), "1s and 1h")
    terms.giveUpAfter = duration(
      "give_up_after", default: terms.giveUpAfter, in: .seconds(1)...(.days(1)), "1s and 1d")
    if let queue = bytes("queue") {
      if (64 << 10)...(1 << 30) ~= queue {
        terms.queue = queue
      } else {
        report("must lie between 64KiB and 1GiB", at: "queue")
      }
    }
    return terms
  }

  /// Keys that are no more wrong than the rest of an entry that cannot be made.
  private mutating func ignore(_ keys: [String]) {
    for key in keys where has(key) { _ = raw(key) }
  }

  /// What a factory makes of an entry, and what else is read of it in there.
  private mutating func made<Made>(_ make: (inout Settings) throws(SettingsError) -> Made) -> Made? {
    // Keys that the factory did not read are unknown even if it gave up: it reads all of them
    // before it does.
    defer { finish() }
    do {
      return try make(&self)
    } catch {
      if !hasProblems { report("cannot be used, and the plugin does not say why") }
      return nil
    }
  }

  private mutating func reportUnknown(
    _ plugin: String, _ kind: String, known: [String], isUnbuilt: Bool, _ plugins: PluginCatalogue
  ) {
    if plugins.problems[plugin]?.isEmpty == false {
      report("the folder of '\(plugin)' has errors, see its plugin.json", at: "plugin")
    } else if isUnbuilt {
      report(
        "the \(kind) '\(plugin)' is not built yet in this version; known: \(known.joined(separator: ", "))",
        at: "plugin")
    } else {
      report("there is no \(kind) '\(plugin)'; known: \(known.joined(separator: ", "))", at: "plugin")
    }
  }

  /// Where an exporter's document is asked for, clear of the service's own paths; nil if the
  /// file says something else.
  private mutating func documentPath() -> String? {
    guard let path = text("path") else { return "/metrics" }
    let isPlain = path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"?#%\"<>\\^`{|}".utf8.contains($0) }
    guard path.first == "/", path.count > 1, path.last != "/", isPlain else {
      report("'\(path)' is no path; write /metrics", at: "path")
      return nil
    }
    let taken = ["/api", "/v1", "/healthz", "/readyz", "/openapi.json", "/console"]
    if taken.contains(where: { path == $0 || path.hasPrefix($0 + "/") }) {
      report("the service itself answers at \(path)", at: "path")
      return nil
    }
    return path
  }
}
