internal import CallModel
internal import Patterns

/// What is asked of a pattern.
enum Requirement {
  case present, absent
}

/// One pattern and what is asked of it.
struct PatternRule: Sendable {
  var requirement: Requirement
  var pattern: Pattern

  /// The verdict that this rule alone gives on a text; nil if the text is as it should be.
  ///
  /// Evidence counts code points of the text.
  func objection(to text: String, in part: CallPart) throws(PatternError) -> Verdict? {
    switch requirement {
    case .present:
      if try pattern.matches(text) { return nil }
      return .fail("the \(part.rawValue) does not match '\(shortened(pattern.source))'", label: "missing")
    case .absent:
      guard let match = try pattern.firstMatch(in: text) else { return nil }
      let place = text.codePoints(ofBytes: match.range)
      return .fail(
        "the \(part.rawValue) matches '\(shortened(pattern.source))' at \(place.lowerBound)..<\(place.upperBound)",
        label: "forbidden",
        // Evidence points into the output only, and to at least one character of it.
        evidence: part == .output && !place.isEmpty ? [place] : [])
    }
  }
}

/// A pattern as messages show it: at most 80 characters.
func shortened(_ source: String) -> String {
  source.count > 80 ? source.prefix(79) + "…" : source
}
