internal import CallModel
internal import PluginKit
internal import Text

/// Judges each answer by the references of its call, else by those of the settings.
struct ReferenceAnswerEvaluator: Evaluator {
  let match: AnswerMatch
  let references: References

  func judge(_ calls: [LLMCall]) async -> [Verdict] { calls.map(judge) }

  private func judge(_ call: LLMCall) -> Verdict {
    let known = call.references.isEmpty ? references.forInput(call.input) : call.references.map(ComparedText.init)
    if known.isEmpty { return .skip("no reference is known for this call") }
    if call.output.isEmpty {
      if !call.toolCalls.isEmpty { return .skip("the answer asks for tools and has no text") }
      if call.outcome == .error { return .skip("the call failed and has no answer") }
    }
    return verdict(on: ComparedText(call.output), by: known)
  }

  private func verdict(on answer: ComparedText, by known: [ComparedText]) -> Verdict {
    let nearness = known.map { answer.nearness(to: $0, by: match) }
    // The first of those that are equally near; one that matches is nearest.
    let order = { (left: Int, right: Int) -> Bool in
      nearness[left].isMatch == nearness[right].isMatch
        ? nearness[left].f1 < nearness[right].f1 : nearness[right].isMatch
    }
    guard let nearest = known.indices.max(by: order) else { return .skip("no reference is known") }
    let found = nearness[nearest]
    let which = known.count > 1 ? "reference \(nearest + 1) of \(known.count)" : "the reference"
    let nearestText = "nearest is \(which), '\(shortened(known[nearest].text))'"
    switch (match, found.isMatch) {
    case (.f1(let least), let isMatch):
      let explanation = "\(nearestText): token F1 \(twoDigits(found.f1)), \(twoDigits(least)) is needed"
      return Verdict(
        isMatch ? .pass : .fail, score: found.f1, label: isMatch ? nil : "far", explanation: explanation)
    case (_, true): return Verdict(.pass, score: 1, explanation: "the same as \(which)")
    case (_, false):
      return .fail("not the same; \(nearestText): token F1 \(twoDigits(found.f1))", label: "different")
    }
  }
}

/// At most 80 code points of a text, on one line.
private func shortened(_ text: String) -> String {
  let line = String(String.UnicodeScalarView(text.unicodeScalars.prefix(200))).foldingWhiteSpace.unicodeScalars
  return String(String.UnicodeScalarView(line.prefix(80))) + (line.count > 80 ? "…" : "")
}

/// `0.57`; rounded down, so that what falls short never reads as reached.
private func twoDigits(_ share: Double) -> String {
  let hundredths = Int((share * 100 + 1e-9).rounded(.down))
  return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
}
