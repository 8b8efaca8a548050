public import PluginKit

/// Makes the `reference_answer` evaluator: an answer fails if it is not near enough to any
/// answer that is known to be right.
public struct ReferenceAnswerFactory: EvaluatorFactory {
  public static let id = "reference_answer"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    let match = settings.match()
    let references = settings.references(host: host)
    if settings.hasProblems { throw SettingsError() }
    return ReferenceAnswerEvaluator(match: match, references: references)
  }
}

extension Settings {
  fileprivate mutating func match() -> AnswerMatch {
    let name = choice("match", default: MatchName.normalised)
    let atLeast = share("at_least")
    if has("at_least"), name != .f1 {
      report("only 'match: f1' has a share to reach; leave at_least out", at: "at_least")
    }
    return switch name {
    case .exact: .exact
    case .normalised: .normalised
    case .f1: .f1(atLeast: atLeast ?? 0.8)
    }
  }
}

/// What `match` may be.
private enum MatchName: String, CaseIterable {
  case exact, normalised, f1
}
