/// A text as tokens and sentences.
///
/// ```swift
/// let text = AnalysedText("The shop isn't open. It opens at nine.")
/// text.sentences.count            // 2
/// text.tokens[3].term == Term(word: "not")
/// ```
package struct AnalysedText: Sendable {
  package struct Sentence: Hashable, Sendable {
    /// The tokens of it.
    package var tokens: Range<Int>
    /// From its first token to its last stop; half-open, in Unicode code points of the text.
    package var range: Range<Int>
    /// Whether it ends with a question mark.
    package var isQuestion: Bool
  }

  package internal(set) var tokens: [Token] = []
  package internal(set) var sentences: [Sentence] = []
  /// The bytes of all stems; a token's `stem` points here.
  package internal(set) var letters: [UInt8] = []
  /// How many letters were of scripts that put no spaces between words (Han, kana, Thai…): each is a token of its own.
  package internal(set) var unspacedLetters = 0
  /// How many letters were of other scripts than Latin, those without spaces among them.
  package internal(set) var foreignLetters = 0
  /// How many letters there were in all.
  package internal(set) var letterCount = 0
  /// Whether the text was longer than its limit, so that its end is not among the tokens.
  package internal(set) var isCut = false

  /// Reads at most `limit` code points of a text; takes time in proportion to them.
  package init(_ text: String, limit: Int = .max) {
    var scalars: [UInt32] = []
    scalars.reserveCapacity(Swift.min(text.utf8.count, limit))
    for scalar in text.unicodeScalars {
      if scalars.count == limit {
        isCut = true
        break
      }
      scalars.append(scalar.value)
    }
    tokens.reserveCapacity(scalars.count / 5)
    letters.reserveCapacity(scalars.count)
    var tokeniser = Tokeniser(scalars)
    tokeniser.read(into: &self)
  }

  /// A token's stem.
  package func stem(_ token: Token) -> ArraySlice<UInt8> { letters[token.stem] }
}
