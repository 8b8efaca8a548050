extension String {
  /// The tokens of a short answer, so that two ways of writing the same answer give the same.
  ///
  /// In lower case, without punctuation and without the articles *a*, *an* and *the*, split at
  /// white space: the normalisation of SQuAD (Rajpurkar et al., 2016), with all of Unicode's
  /// punctuation in place of ASCII's. Punctuation vanishes without leaving a gap, so that
  /// `U.S.` is `us`.
  package var answerTokens: [String] {
    var tokens: [String] = []
    var token: [UInt8] = []
    var isASCII = true
    func finish() {
      if token.isEmpty { return }
      let text = String(decoding: token, as: UTF8.self)
      // Most text is ASCII, for which Unicode's tables need not be asked.
      tokens += isASCII ? [text] : unicodeTokens(text)
      token.removeAll(keepingCapacity: true)
      isASCII = true
    }
    for byte in utf8 {
      switch ASCIIClass(of: byte) {
      case .whiteSpace: finish()
      case .punctuation: break
      case .upperCase: token.append(byte | 0x20)
      case .other: token.append(byte)
      case .notASCII:
        token.append(byte)
        isASCII = false
      }
    }
    finish()
    return tokens.filter { !$0.isEmpty && !articles.contains($0) }
  }

  /// The tokens with one space between them.
  package var normalisedAnswer: String { answerTokens.joined(separator: " ") }
}

/// What no answer is told apart by.
let articles: Set<String> = ["a", "an", "the"]

/// What a byte of UTF-8 is for a token.
private enum ASCIIClass {
  case whiteSpace, punctuation, upperCase, other, notASCII

  init(of byte: UInt8) {
    self =
      switch byte {
      case 0x20, 0x09...0x0D: .whiteSpace
      // Symbols such as ``$+<=>^`|~`` included, as in SQuAD.
      case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: .punctuation
      case 0x41...0x5A: .upperCase
      case 0x80...0xFF: .notASCII
      default: .other
      }
  }
}

/// A piece may hold white space that is not ASCII.
private func unicodeTokens(_ piece: String) -> [String] {
  piece.unicodeScalars.split(whereSeparator: \.isWhiteSpace).map { part in
    var token = String.UnicodeScalarView()
    for scalar in part where !scalar.isPunctuation { token.append(contentsOf: scalar.lowerCase) }
    return String(token)
  }
}

extension Unicode.Scalar {
  /// What vanishes from an answer: all of Unicode's punctuation, and ASCII's symbols.
  var isPunctuation: Bool {
    if isASCII { return ASCIIClass(of: UInt8(value)) == .punctuation }
    return switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }
}
