public import PluginKit

/// Makes the `groundedness` evaluator: an answer fails if its context does not support what it says.
public struct GroundednessFactory: EvaluatorFactory {
  public static let id = "groundedness"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    let passAt = settings.share("pass_at") ?? 0.5
    let explain = settings.choice("explain", default: GroundednessEvaluator.Explain.words)
    if settings.hasProblems { throw SettingsError() }
    return GroundednessEvaluator(passAt: passAt, explain: explain)
  }
}
