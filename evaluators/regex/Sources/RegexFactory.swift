public import PluginKit

/// Makes the `regex` evaluator: an answer fails where a pattern that must match does not, or
/// one that must not match does.
public struct RegexFactory: EvaluatorFactory {
  public static let id = "regex"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    let rules = RegexRules(reading: &settings)
    if settings.hasProblems { throw SettingsError() }
    return RegexEvaluator(rules)
  }
}
