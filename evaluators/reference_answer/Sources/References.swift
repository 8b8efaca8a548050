internal import Text

/// The answers that the settings know to be right.
struct References: Sendable {
  /// For every call.
  var forAll: [ComparedText] = []
  /// By question, so that a live call finds those of a recorded one.
  private(set) var byInput: [String: [ComparedText]] = [:]

  mutating func add(_ reference: String, forInput input: String) {
    byInput[Self.key(of: input), default: []].append(ComparedText(reference))
  }

  /// Those for a question; those for every call where it has none of its own.
  func forInput(_ input: String) -> [ComparedText] {
    if byInput.isEmpty { return forAll }
    return byInput[Self.key(of: input)] ?? forAll
  }

  /// Case and white space do not tell two questions apart; everything else does, as `2+2`
  /// and `22` differ.
  private static func key(of input: String) -> String { input.lowercased().foldingWhiteSpace }
}
