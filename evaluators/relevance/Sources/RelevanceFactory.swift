public import PluginKit

/// Makes the `relevance` evaluator: an answer fails if it does not address its question.
public struct RelevanceFactory: EvaluatorFactory {
  public static let id = "relevance"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    let evaluator = RelevanceEvaluator(
      passAt: settings.share("pass_at") ?? RelevanceEvaluator.usualPassAt,
      accepted: Set(settings.accepted()),
      explain: settings.choice("explain", default: .words))
    if settings.hasProblems { throw SettingsError() }
    return evaluator
  }
}

extension Settings {
  /// `accept`: labels that do not make an answer fail.
  fileprivate mutating func accepted() -> [Label] {
    (texts("accept") ?? []).compactMap { name in
      if let label = Label(rawValue: name) { return label }
      let known = Label.allCases.map(\.rawValue).joined(separator: ", ")
      report("'\(name.prefix(80))' is not one of \(known)", at: "accept")
      return nil
    }
  }
}
