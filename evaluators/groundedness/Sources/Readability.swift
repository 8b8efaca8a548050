internal import Language

/// Why a call's texts cannot be compared word by word.
enum Unreadable: String {
  /// Han, kana, Thai and others put no spaces between words.
  case unspacedScript = "unreadable_script"
  /// The answer is written in another script than its context.
  case otherScript = "other_script"
  /// Nothing in the answer says anything: *Yes.*, an emoji, *It is what it is.*
  case noClaim = "no_claim"

  var explanation: String {
    switch self {
    case .unspacedScript: "the text is in a script without spaces between words, which this evaluator cannot read"
    case .otherScript: "the answer is in another script than its context, so that words cannot be compared"
    case .noClaim: "the answer has no words that could be looked for in the context"
    }
  }
}

extension Reading {
  /// Why the answer cannot be judged; nil if it can.
  var unreadable: Unreadable? {
    if answer.isUnspaced || context.isUnspaced { return .unspacedScript }
    let (own, other) = (answer.foreignShare, context.foreignShare)
    if let own, let other, min(own, other) < 0.2, max(own, other) > 0.8 { return .otherScript }
    return answer.tokens.contains(where: \.isContent) ? nil : .noClaim
  }
}

extension AnalysedText {
  /// Most of it; a name or a quotation in such a script does no harm.
  fileprivate var isUnspaced: Bool { unspacedLetters * 2 > letterCount }
  fileprivate var foreignShare: Double? { letterCount > 0 ? Double(foreignLetters) / Double(letterCount) : nil }
}
