import CallModel

@testable import Simulation

/// The worlds W1 to W7: five calls a second of callers who try six times, a provider that fails
/// 3 % of answers silently, and an evaluator that errs 5 % and 20 %. The incident begins after an hour.
enum Worlds {
  static let incident = Spell(from: .minutes(60), until: .minutes(90))

  private static let throttle = ThrottlePolicy()
  private static let quick = ThrottlePolicy(stepAtLeast: .seconds(5))

  /// 97 % · 5 % + 3 % · 80 % of answers fail when all is well.
  static let quality = Watch(
    AlertRule(
      name: "quality", signal: .failRatio(evaluator: "judge"), above: 0.0725, window: .minutes(10), minSamples: 1,
      holdFor: 0, by: [.route, .model], throttle: throttle, mode: .enforce),
    test: Watch.LevelTest(level: 0.0725))

  static let errors = Watch(
    AlertRule(
      name: "errors", signal: .errorRatio, above: 0.005, window: .minutes(10), minSamples: 1, holdFor: 0,
      by: [.route, .model], throttle: quick, mode: .enforce),
    test: Watch.LevelTest(level: 0.005))

  /// One in a hundred takes longer than 2 s · exp(2.326 · 0.5).
  static let latency = Watch(
    AlertRule(
      name: "latency", signal: .latency(quantile: 0.99), above: 6.4, window: .minutes(10), minSamples: 1, holdFor: 0,
      by: [.route, .model], throttle: quick, mode: .enforce),
    test: Watch.LevelTest(level: 0.01))

  static func world(
    _ name: String, length: Nanoseconds = .hours(4), callers: CallerModel = CallerModel(name: "shop", rate: 5),
    provider: ProviderModel.Conditions = ProviderModel.Conditions(), incidents: [ProviderModel.Incident] = [],
    evaluator: EvaluatorModel = EvaluatorModel(name: "judge"), bands: [Band]
  ) -> World {
    World(
      name: name, length: length, callers: [callers],
      providers: [ProviderModel(name: "first", model: "large", conditions: provider, incidents: incidents)],
      evaluators: [evaluator], watches: [quality, errors, latency], bands: bands)
  }

  private static func incident(
    _ spell: Spell = incident, _ change: (inout ProviderModel.Conditions) -> Void
  ) -> [ProviderModel.Incident] {
    var conditions = ProviderModel.Conditions()
    change(&conditions)
    return [ProviderModel.Incident(spell, conditions)]
  }

  static let silentDrop = world(
    "W1 silent drop to 40 %", incidents: incident { $0.fails = 0.40 },
    bands: [
      Band(.bad, .atMost, 2_350), Band(.secondsToThrottle, .atMost, 90), Band(.secondsToRecover, .atMost, 450),
      Band(.throttles, .atMost, 1.2), Band(.lost, .atMost, 10_500),
    ])

  static let mildDrop = world(
    "W1b mild drop to 8 %", incidents: incident { $0.fails = 0.08 },
    bands: [Band(.throttles, .atMost, 0.5), Band(.lost, .atMost, 50)])

  static let flapping = world(
    "W2 flapping",
    incidents: incident(
      Spell(from: .minutes(60), until: .minutes(120), every: .minutes(10), lasting: .minutes(5))
    ) { $0.fails = 0.40 },
    bands: [Band(.throttles, .atMost, 2.5), Band(.bad, .atMost, 2_400)])

  static let outage = world(
    "W3 outage", incidents: incident(Spell(from: .minutes(60), until: .minutes(80))) { $0.errors = 1 },
    bands: [
      Band(.secondsToThrottle, .atMost, 20), Band(.secondsToRecover, .atMost, 180), Band(.lost, .atMost, 6_600),
    ])

  static let brownOut = world(
    "W4 brown-out", incidents: incident { $0.capacity = 3 },
    bands: [Band(.errors, .atMost, 400), Band(.lost, .atMost, 6_500), Band(.secondsToRecover, .atMost, 150)])

  static let poisonedEvaluator = world(
    "W5 poisoned evaluator",
    evaluator: EvaluatorModel(
      name: "judge",
      incidents: [
        EvaluatorModel.Incident(
          Spell(from: .minutes(60), until: .minutes(120)), EvaluatorModel.Conditions(falsePositives: 0.9))
      ]),
    bands: [
      Band(.lost, .atMost, 100), Band(.refused, .atMost, 300), Band(.secondsToSuspect, .atMost, 15),
    ])

  static let tenfold = world(
    "W6 tenfold traffic",
    callers: CallerModel(name: "shop", rate: 5, incidents: [CallerModel.Incident(incident, traffic: 10)]),
    provider: ProviderModel.Conditions(limit: 20),
    bands: [Band(.errors, .atMost, 1_500), Band(.lost, .atMost, 70_000), Band(.secondsToRecover, .atMost, 150)])

  /// Between one and nine calls a second over the day.
  static let quiet = world(
    "W7 no change", length: .days(60), callers: CallerModel(name: "shop", rate: 5, dailySwing: 0.8),
    bands: [Band(.throttles, .atMost, 2)])

  static let all = [silentDrop, mildDrop, flapping, outage, brownOut, poisonedEvaluator, tenfold, quiet]
}
