/// An evaluator that runs elsewhere: under which name its verdicts come, and what they mean.
package struct ExternalEvaluator: Hashable, Sendable {
  /// So many may be declared.
  package static let most = 64

  /// What alerts and metrics call it.
  package var name: String
  /// What senders call it.
  package var sentAs: String
  /// A score of at least this is a pass, where the label does not say.
  package var passAt: Double
  /// What labels mean, by the label in lower case; they come before what `knownLabels` says.
  package var labels: [String: Verdict.Kind]

  package init(name: String, sentAs: String? = nil, passAt: Double = 0.5, labels: [String: Verdict.Kind] = [:]) {
    self.name = name
    self.sentAs = sentAs ?? name
    self.passAt = passAt
    self.labels = labels
  }

  /// Labels that mean the same to everybody.
  package static let knownLabels: [String: Verdict.Kind] = [
    "pass": .pass, "passed": .pass, "true": .pass, "fail": .fail, "failed": .fail, "false": .fail,
  ]

  /// What a report means: an error's type before a label that is known, that before a score.
  ///
  /// A score outside 0 to 1 decides, and is not kept: here 1 is good and 0 is bad for every evaluator.
  package func verdict(of report: EvaluationReport) -> Verdict {
    if let type = report.errorType {
      return .error(report.explanation ?? "the evaluator reports \(type)", label: type)
    }
    let known = report.label.flatMap { label in
      let label = label.lowercased()
      return labels[label] ?? Self.knownLabels[label]
    }
    let kind: Verdict.Kind
    if let known {
      kind = known
    } else if let score = report.score {
      kind = score >= passAt ? .pass : .fail
    } else {
      return Verdict(
        .skip, label: report.label,
        explanation: "the label '\(report.label ?? "")' has no meaning here; give it one under labels")
    }
    let score = report.score.flatMap { (0...1).contains($0) ? $0 : nil }
    return Verdict(kind, score: score, label: report.label, explanation: report.explanation)
  }
}
