internal import CallModel
internal import PluginKit
internal import Simulation

extension Settings {
  /// The keys of a world.
  mutating func world(arrivals: (String) -> Result<[Int64], ArrivalsError>) -> World {
    let name = requiredText("name") ?? ""
    let about = text("about") ?? ""
    let length = duration("length", default: .hours(4), in: .minutes(1)...(.days(366)), "1m and 366d")
    let callers = entries(under: "callers", atMost: 100) { name, entry in
      entry.caller(name, arrivals: arrivals)
    }
    if callers.isEmpty { report("a world needs at least one entry under 'callers'") }
    let providers = entries(under: "providers", atMost: 20) { name, entry in entry.provider(name) }
    if providers.isEmpty { report("a world needs at least one entry under 'providers'") }
    let evaluators = entries(under: "evaluators", atMost: 20) { name, entry in entry.evaluator(name) }
    let named = Set(evaluators.map(\.name))
    let watches = entries(under: "alerts", atMost: 50) { name, entry in entry.watch(name, evaluators: named) }
    let chain: World.Chain? =
      has("chain")
      ? section("chain") { World.Chain(cached: $0.share("cached") ?? 0, cachedFails: $0.share("cached_fails") ?? 0.05) }
      : nil
    return World(
      name: name, about: about, length: length, callers: callers, providers: providers, evaluators: evaluators,
      watches: watches, chain: chain, bands: section("expect") { $0.bands() })
  }

  private mutating func caller(
    _ name: String, arrivals: (String) -> Result<[Int64], ArrivalsError>
  ) -> CallerModel? {
    var caller = CallerModel(name: name, rate: number("rate", in: 0...10_000) ?? 1)
    caller.dailySwing = share("daily_swing") ?? 0
    caller.route = text("route") ?? caller.route
    caller.tenant = text("tenant")
    caller.attempts = integer("attempts", default: caller.attempts, in: 1...100)
    caller.firstWait = seconds("first_wait", default: caller.firstWait)
    caller.longestWait = seconds("longest_wait", default: caller.longestWait)
    caller.size = number("size", in: 0...1e6) ?? 1
    if let path = text("arrivals") {
      switch arrivals(path) {
      case .success(let times): caller.arrivals = times
      case .failure(let error): report(error.message, at: "arrivals")
      }
    }
    caller.incidents = list("incidents") {
      guard let spell = $0.spell() else { return nil }
      return CallerModel.Incident(
        spell, traffic: $0.number("traffic", in: 0...10_000) ?? 1, size: $0.number("size", in: 0...1e6) ?? 1,
        fails: $0.share("fails") ?? 0)
    }
    finish()
    return caller
  }

  private mutating func provider(_ name: String) -> ProviderModel? {
    let model = text("model") ?? name
    let usual = conditions(ProviderModel.Conditions())
    let incidents: [ProviderModel.Incident] = list("incidents") {
      guard let spell = $0.spell() else { return nil }
      return ProviderModel.Incident(spell, $0.conditions(usual))
    }
    finish()
    return ProviderModel(name: name, model: model, conditions: usual, incidents: incidents)
  }

  private mutating func conditions(_ usual: ProviderModel.Conditions) -> ProviderModel.Conditions {
    var result = usual
    result.median = seconds("median", default: usual.median)
    result.sigma = number("sigma", in: 0...5) ?? usual.sigma
    result.fails = share("fails") ?? usual.fails
    result.errors = share("errors") ?? usual.errors
    result.errorAfter = seconds("error_after", default: usual.errorAfter)
    result.capacity = number("capacity", in: 0.001...1e6) ?? usual.capacity
    result.limit = number("limit", in: 0.001...1e6) ?? usual.limit
    result.timeout = seconds("timeout", default: usual.timeout)
    result.price = number("price", in: 0...1e4) ?? usual.price
    return result
  }

  private mutating func evaluator(_ name: String) -> EvaluatorModel? {
    func conditions(_ settings: inout Settings, _ usual: EvaluatorModel.Conditions) -> EvaluatorModel.Conditions {
      EvaluatorModel.Conditions(
        falsePositives: settings.share("false_positives") ?? usual.falsePositives,
        falseNegatives: settings.share("false_negatives") ?? usual.falseNegatives)
    }
    let usual = conditions(&self, EvaluatorModel.Conditions())
    var result = EvaluatorModel(name: name, conditions: usual)
    result.perMinute = number("per_minute", in: 0.01...1e6) ?? result.perMinute
    result.lag = seconds("lag", default: result.lag)
    result.goldenPerMinute = number("golden_per_minute", in: 0...1_000) ?? result.goldenPerMinute
    result.incidents = list("incidents") {
      guard let spell = $0.spell() else { return nil }
      return EvaluatorModel.Incident(spell, conditions(&$0, usual))
    }
    finish()
    return result
  }

  /// When an incident lasts: `from`, `until`, and for one that comes and goes `every` and `lasting`.
  private mutating func spell() -> Spell? {
    let from = requires("from") ? duration("from") : nil
    let until = requires("until") ? duration("until") : nil
    let every = duration("every")
    let lasting = duration("lasting")
    if (every == nil) != (lasting == nil) { report("'every' and 'lasting' belong together: write both or none") }
    if let every, every <= 0 { report("must be longer than nothing", at: "every") }
    guard let from, let until else { return nil }
    if until <= from { report("must be later than 'from'", at: "until") }
    return Spell(from: from, until: until, every: every, lasting: lasting ?? 0)
  }

  /// `expect: { bad: "<= 2350" }`: figures with the bounds that the median of the seeds must hold.
  private mutating func bands() -> [Band] {
    var result: [Band] = []
    for key in keys {
      guard let figure = Figure(rawValue: key) else { continue }  // `finish` reports it.
      guard let written = text(key) else { continue }
      let words = written.split(separator: " ")
      guard words.count == 2, let side = Band.Side(rawValue: String(words[0])), let bound = Double(words[1]),
        bound.isFinite
      else {
        report("'\(written)' is no bound; write \"<= 100\" or \">= 0.9\"", at: key)
        continue
      }
      result.append(Band(figure, side, bound))
    }
    return result
  }

  /// A list of maps.
  private mutating func list<Element>(_ key: String, _ read: (inout Settings) -> Element?) -> [Element] {
    guard let setting = raw(key) else { return [] }
    switch setting.value {
    case .null: return []
    case .list(let elements) where elements.count <= 1_000:
      return elements.enumerated().compactMap { index, element in
        var inner = Settings(element, file: file, path: (path.isEmpty ? key : "\(path).\(key)") + "[\(index)]")
        let result = inner.hasProblems ? nil : read(&inner)
        if !inner.hasProblems { inner.finish() }
        absorb(inner)
        return result
      }
    default:
      report("expected a list of at most 1000 maps, found \(setting.kind)", at: key)
      return []
    }
  }

  private mutating func seconds(_ key: String, default fallback: Double) -> Double {
    guard let value = duration(key) else { return fallback }
    return value.inSeconds
  }
}
