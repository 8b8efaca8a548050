internal import CallModel

/// What holds of every single verdict.
enum VerdictConformance {
  static func problems(of verdict: Verdict, on call: LLMCall) -> [String] {
    var problems: [String] = []
    if let score = verdict.score, !(0...1).contains(score) { problems.append("the score \(score) is not from 0 to 1") }
    if verdict.kind != .pass, verdict.explanation?.isEmpty != false {
      problems.append("the verdict \(verdict.kind.name) has no explanation")
    }
    if let explanation = verdict.explanation, explanation.count > 2_000 {
      problems.append("the explanation has \(explanation.count) characters; 2000 is the most")
    }
    if let label = verdict.label, label.isEmpty || label.count > 64 || label.contains(where: \.isWhitespace) {
      problems.append("the label '\(label.prefix(80))' is not one word of at most 64 characters")
    }
    let length = call.output.unicodeScalars.count
    for range in verdict.evidence {
      if range.isEmpty { problems.append("the evidence \(range) is empty") }
      if range.lowerBound < 0 || range.upperBound > length {
        problems.append("the evidence \(range) lies outside of the output's \(length) code points")
      }
    }
    return problems
  }
}
