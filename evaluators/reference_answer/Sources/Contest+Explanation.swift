internal import Text

extension Contest {
  /// One sentence on why the outcome is what it is.
  func explanation(on answer: ComparedText, _ known: Known, by comparison: Comparison) -> String {
    comparison.method.scoreName.map { graded(as: $0, passAt: comparison.passAt) }
      ?? plain(on: answer, known, by: comparison.method)
  }

  /// Where the score says how near: both sides with their scores.
  private func graded(as name: String, passAt: Double) -> String {
    let wrong = wrong.map { "wrong is \($0.name), '\($0.text.shortened)': \(name) \(twoDigits($0.nearness.score))" }
    guard let right else { return "nearest \(wrong ?? name), \(twoDigits(passAt)) is too near" }
    let score = "\(name) \(twoDigits(right.nearness.score)), \(twoDigits(passAt)) is needed"
    return "nearest is \(right.name), '\(right.text.shortened)': \(score)" + (wrong.map { "; nearest \($0)" } ?? "")
  }

  /// Where it is all or nothing: token F1 finds the reference that may have been meant.
  private func plain(on answer: ComparedText, _ known: Known, by method: Method) -> String {
    let isSame =
      switch method {
      case .numeric: "the number is that of"
      case .contains: "contains"
      default: "the same as"
      }
    switch outcome {
    case .pass: return right.map { "\(isSame) \($0.name)" } ?? "no wrong reference matches"
    case .wrong: return wrong.map { "\(isSame) the wrong \($0.shortName), '\($0.text.shortened)'" } ?? isSame
    case .far: break
    }
    let different =
      switch method {
      case .numeric: "another number"
      case .contains: "no reference is in the answer"
      default: "not the same"
      }
    let words = Known(right: known.right.map { ComparedText($0.text, for: .f1) })
    let nearest = Contest(ComparedText(answer.text, for: .f1), words, by: Comparison(method: .f1))?.right
    guard let nearest else { return different }
    let score = "token F1 \(twoDigits(nearest.nearness.score))"
    return "\(different); nearest is \(nearest.name), '\(nearest.text.shortened)': \(score)"
  }
}

extension Contest.Nearest {
  fileprivate var name: String { count > 1 ? shortName : "the reference" }
  fileprivate var shortName: String { count > 1 ? "reference \(place + 1) of \(count)" : "reference" }
}

/// `0.57`; rounded down, so that what falls short never reads as reached.
private func twoDigits(_ share: Double) -> String {
  let hundredths = Int((share * 100 + 1e-9).rounded(.down))
  return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
}
