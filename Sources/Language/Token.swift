/// One word, number or sign of a text, with its place there.
package struct Token: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case word, number
    /// `%` or a currency's sign.
    case sign
  }

  /// What a word mostly is, as WordNet's tagged texts have it.
  package enum PartOfSpeech: UInt8, Sendable {
    case unknown, noun, verb, adjective, adverb
  }

  package var kind: Kind
  /// What is compared: a hash of the stem, or of a number's digits. Equal for *runs* and *ran*, `12` and *twelve*.
  package var term: Term
  /// A hash of the word as written, in lower case.
  package var surface: Term
  /// How much it says: 0 for words such as *the*, 1 for numbers, up to 1.25 for rare words.
  package var weight: Double
  package var part: PartOfSpeech
  /// Half-open, in Unicode code points of the text.
  package var range: Range<Int>
  /// The stem's bytes among the text's `letters`.
  package var stem: Range<Int>
  /// Whether it begins with a capital letter.
  package var isCapitalised: Bool
  /// Whether it is the first of its sentence.
  package var beginsSentence: Bool
  /// Whether it looks like a name: a capital letter that no sentence's begin explains.
  package var isName = false

  /// Whether it says something of itself: a number, or a word that is no stop word.
  package var isContent: Bool { kind == .number || (kind == .word && weight > 0) }

}

/// The 64-bit FNV-1a hash of a stem, the same in every process.
package typealias Term = UInt64

extension Term {
  /// The hash of some bytes.
  package init(hashing bytes: some Sequence<UInt8>) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    self = hash
  }

  /// The term of an English word, as a text's tokens have it.
  package init(word: String) {
    var letters = Array(word.lowercased().utf8)
    Stem.reduce(&letters)
    self.init(hashing: letters)
  }
}
