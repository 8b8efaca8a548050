internal import CallModel
internal import PluginKit

extension Settings {
  private enum Meaning: String, CaseIterable {
    case pass, fail, skip

    var kind: Verdict.Kind {
      switch self {
      case .pass: .pass
      case .fail: .fail
      case .skip: .skip
      }
    }
  }

  /// An entry with `plugin: external`; nil if anything in it is wrong.
  ///
  /// - Parameter others: those of the entries before it.
  mutating func external(_ name: String, beside others: [ExternalEvaluator]) -> ExternalEvaluator? {
    var evaluator = ExternalEvaluator(name: name)
    if let sentAs = text("name") {
      if (1...EvaluationReport.longestName).contains(sentAs.unicodeScalars.count) {
        evaluator.sentAs = sentAs
      } else {
        report("must have 1 to \(EvaluationReport.longestName) characters", at: "name")
      }
    }
    evaluator.passAt = number("pass_at", in: -1e9...1e9) ?? evaluator.passAt
    evaluator.labels = meanings("labels")
    if let other = others.first(where: { $0.sentAs == evaluator.sentAs }) {
      report("the verdicts named '\(other.sentAs)' are those of evaluators.\(other.name) already", at: "name")
    }
    if others.count >= ExternalEvaluator.most {
      report("at most \(ExternalEvaluator.most) evaluators may be external")
    }
    for key in ["on", "sample", "timeout"] where has(key) {
      _ = raw(key)
      report("what judges elsewhere chooses its calls itself; remove it", at: key)
    }
    finish()
    return hasProblems ? nil : evaluator
  }

  /// `labels: {hallucinated: fail}`, by the label in lower case.
  private mutating func meanings(_ key: String) -> [String: Verdict.Kind] {
    guard has(key), var labels = map(key) else { return [:] }
    defer { absorb(labels) }
    if labels.keys.count > 100 { labels.report("holds \(labels.keys.count) labels; at most 100 are allowed") }
    var meanings: [String: Verdict.Kind] = [:]
    for label in labels.keys {
      let meaning = labels.choice(label, default: Meaning.skip).kind
      if meanings.updateValue(meaning, forKey: label.lowercased()) != nil {
        labels.report("stands here twice: case does not tell labels apart", at: label)
      }
    }
    return meanings
  }
}
