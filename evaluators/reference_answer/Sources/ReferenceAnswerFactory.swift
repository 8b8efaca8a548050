public import PluginKit

/// Makes the `reference_answer` evaluator: an answer fails if it is not near enough to any
/// answer that is known to be right, or nearer to one that is known to be wrong.
public struct ReferenceAnswerFactory: EvaluatorFactory {
  public static let id = "reference_answer"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    let comparison = settings.comparison()
    let references = settings.references(for: comparison.method, host: host)
    if settings.hasProblems { throw SettingsError() }
    return ReferenceAnswerEvaluator(comparison: comparison, references: references)
  }
}
