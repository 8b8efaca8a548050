public import CallModel
public import PluginKit

/// What the service relies on in every evaluator.
///
/// ```swift
/// #expect(await EvaluatorConformance.check(RegexFactory.self, settings: ["must_match": "a"]) == [])
/// ```
public enum EvaluatorConformance {
  /// Each promise that the evaluator breaks with these settings, as a sentence; empty if none.
  ///
  /// `calls` are judged beside the canned ones; give some that the evaluator does not skip.
  public static func check<Factory: EvaluatorFactory>(
    _ factory: Factory.Type, settings: [String: Setting.Value] = [:], host: any Host = TestHost(),
    calls: [LLMCall] = []
  ) async -> [String] {
    var entry = Settings(entries: settings)
    let made = Result { () throws(SettingsError) in try Factory.make(&entry, host: host) }
    let again = Result { () throws(SettingsError) in try Factory.make(&entry, host: host) }
    entry.finish()
    guard case .success(let evaluator) = made, case .success(let second) = again, !entry.hasProblems else {
      return ["the settings are refused: \(entry.problems.map(\.description).joined(separator: "; "))"]
    }
    let common = SettingsConformance(id: Factory.id, settings: settings, host: host) {
      (settings: inout Settings, host) throws(SettingsError) in
      _ = try Factory.make(&settings, host: host)
    }
    let batch = CannedCalls.realistic + CannedCalls.odd + CannedCalls.huge + calls
    return common.problems() + (await checkCounts(evaluator, batch)) + (await checkVerdicts(evaluator, batch))
      + (await checkIndependence(evaluator, second, batch)) + (await checkConcurrency(evaluator, batch))
  }

  private static func checkCounts(_ evaluator: any Evaluator, _ batch: [LLMCall]) async -> [String] {
    var problems: [String] = []
    let small = batch.filter { $0.output.utf8.count < 10_000 }
    for count in [0, 1, 100] {
      let calls = (0..<count).map { small[$0 % small.count] }
      let verdicts = await evaluator.judge(calls)
      if verdicts.count != count { problems.append("\(count) calls get \(verdicts.count) verdicts") }
    }
    return problems
  }

  private static func checkVerdicts(_ evaluator: any Evaluator, _ batch: [LLMCall]) async -> [String] {
    let verdicts = await evaluator.judge(batch)
    return zip(batch, verdicts).flatMap { call, verdict in
      VerdictConformance.problems(of: verdict, on: call).map { "\(describe(call)): \($0)" }
    }
  }

  /// The verdict on a call depends on nothing but the call and the settings.
  private static func checkIndependence(
    _ evaluator: any Evaluator, _ second: any Evaluator, _ batch: [LLMCall]
  ) async -> [String] {
    let verdicts = await evaluator.judge(batch)
    var problems: [String] = []
    if await second.judge(batch) != verdicts {
      problems.append("two evaluators of the same settings give different verdicts")
    }
    if await evaluator.judge(batch.reversed()).reversed() != verdicts {
      problems.append("the verdicts depend on the order of the calls")
    }
    for (call, verdict) in zip(batch, verdicts) where await evaluator.judge([call]) != [verdict] {
      problems.append("\(describe(call)): the verdict alone differs from the one in a batch")
    }
    return problems
  }

  private static func checkConcurrency(_ evaluator: any Evaluator, _ batch: [LLMCall]) async -> [String] {
    let expected = await evaluator.judge(batch)
    let agreed = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 { group.addTask { await evaluator.judge(batch) == expected } }
      return await group.reduce(true) { $0 && $1 }
    }
    return agreed ? [] : ["the verdicts differ when several tasks judge at once"]
  }

  private static func describe(_ call: LLMCall) -> String {
    let shown = call.output.prefix(24).unicodeScalars.map { $0.escaped(asASCII: false) }.joined()
    return "the output '\(shown)' (\(call.output.unicodeScalars.count) code points)"
  }
}
