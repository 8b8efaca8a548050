internal import CallModel
internal import Patterns

/// What is asked of a pattern; in the order in which rules are looked at.
enum Requirement: String, CaseIterable {
  // What must not be there comes first: its verdict has evidence to show.
  case absent = "must_not_match"
  case present = "must_match"
  /// Only what it captures is looked at.
  case optional = "may_match"
}

/// One pattern and what is asked of it.
struct PatternRule: Sendable {
  var requirement: Requirement
  var pattern: Pattern
  /// For those of its groups that there are rules for.
  var captures: [CaptureRule]

  /// The verdict that this rule alone gives on a call's texts; nil if they are as they should be.
  ///
  /// Evidence counts code points of the text.
  func objection(to texts: [SearchedText], sharing budget: inout SearchBudget) throws(PatternError) -> Verdict? {
    var isMatched = false
    for text in texts {
      if !captures.isEmpty {
        if let objection = try captured(in: text, &isMatched, &budget) { return objection }
      } else if requirement == .absent {
        if let match = try pattern.firstMatch(in: text.text, within: time(&budget)) {
          return forbidden(match, in: text)
        }
      } else if requirement == .present, !isMatched {
        isMatched = try pattern.matches(text.text, within: time(&budget))
      }
    }
    guard requirement == .present, !isMatched else { return nil }
    let subject = texts.count == 1 ? texts[0].doesNotMatch : "the arguments of no tool match"
    return .fail("\(subject) '\(shortened(pattern.source))'", label: "missing")
  }

  private func time(_ budget: inout SearchBudget) throws(PatternError) -> Int64 {
    guard let time = budget.left() else { throw .limit(.time) }
    return time
  }

  private func forbidden(_ match: PatternMatch, in text: SearchedText) -> Verdict {
    let place = text.text.codePoints(ofBytes: match.range)
    return .fail(
      "\(text.matches) '\(shortened(pattern.source))' at \(place.lowerBound)..<\(place.upperBound)",
      label: "forbidden", evidence: evidence(place, in: text))
  }

  /// The first thing wrong with what any match captures.
  private func captured(
    in text: SearchedText, _ isMatched: inout Bool, _ budget: inout SearchBudget
  ) throws(PatternError) -> Verdict? {
    var objection: Verdict?
    var found = false
    try pattern.eachMatch(in: text.text, sharing: &budget) { match in
      found = true
      objection = self.objection(to: match, in: text)
      return objection == nil
    }
    isMatched = isMatched || found
    return objection
  }

  private func objection(to match: PatternMatch, in text: SearchedText) -> Verdict? {
    let bytes = text.text.utf8
    for rule in captures {
      // A group that took no part is as the pattern allows.
      guard let range = rule.groups.lazy.compactMap({ match.groups[$0] }).first else { continue }
      let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
      let value = text.text[start..<bytes.index(start, offsetBy: range.count)]
      guard let (label, reason) = rule.objection(to: value) else { continue }
      let place = text.text.codePoints(ofBytes: range)
      return .fail(
        "\(rule.name) is '\(shortened(value))' at \(place.lowerBound)..<\(place.upperBound) of \(text.name): \(reason)",
        label: label, evidence: evidence(place, in: text))
    }
    return nil
  }

  /// Evidence points into the output only, and to at least one character of it.
  private func evidence(_ place: Range<Int>, in text: SearchedText) -> [Range<Int>] {
    text.isOutput && !place.isEmpty ? [place] : []
  }
}

/// A text as messages show it: at most 80 characters, in one line.
func shortened(_ text: some StringProtocol) -> String {
  let shown = text.prefix(81)
  return (shown.count > 80 ? shown.prefix(79) + "…" : String(shown)).split(
    omittingEmptySubsequences: false, whereSeparator: \.isNewline
  ).joined(separator: "\\n")
}
