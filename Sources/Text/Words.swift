/// One word of a text: a run of letters, digits and their marks.
package struct Word: Hashable, Sendable {
  /// In lower case.
  package let text: String
  /// Where it stands, in bytes of the text's UTF-8.
  package let span: Range<Int>
}

extension String {
  /// The words of this text in their order.
  ///
  /// An apostrophe between letters belongs to its word (`don't`), a period or a comma between
  /// digits likewise (`3.14`). Scripts that are written without spaces give one word a run.
  package var words: [Word] {
    var words: [Word] = []
    var word = Word.Start(at: 0)
    var offset = 0
    for scalar in unicodeScalars {
      let width = UTF8.width(scalar)
      if scalar.isWordPart, word.takes(scalar) {
        word.append(scalar, before: offset + width)
      } else if scalar.isWordPart {
        if let finished = word.finished { words.append(finished) }
        word = Word.Start(at: offset)
        word.append(scalar, before: offset + width)
      } else if word.takesJoiner(scalar) {
        word.joiner = scalar
      } else {
        if let finished = word.finished { words.append(finished) }
        word = Word.Start(at: offset + width)
      }
      offset += width
    }
    if let finished = word.finished { words.append(finished) }
    return words
  }
}

extension Word {
  /// A word of which more may come.
  fileprivate struct Start {
    private var letters = String.UnicodeScalarView()
    private let start: Int
    private var end: Int
    /// Belongs to the word only if another letter follows.
    var joiner: Unicode.Scalar?

    init(at offset: Int) {
      start = offset
      end = offset
    }

    var finished: Word? { letters.isEmpty ? nil : Word(text: String(letters), span: start..<end) }

    /// Whether a joiner may follow: it needs a letter or digit before it.
    func takesJoiner(_ scalar: Unicode.Scalar) -> Bool {
      guard joiner == nil, let last = letters.last else { return false }
      return last.isDigit ? scalar.joinsDigits : scalar.joinsLetters
    }

    /// Whether a letter or digit goes on with the word: after a joiner only its own kind does.
    func takes(_ scalar: Unicode.Scalar) -> Bool {
      guard let joiner else { return true }
      return joiner.joinsDigits ? scalar.isDigit : !scalar.isDigit
    }

    mutating func append(_ scalar: Unicode.Scalar, before offset: Int) {
      if let joiner { letters.append(joiner) }
      joiner = nil
      letters.append(contentsOf: scalar.lowerCase)
      end = offset
    }
  }
}

extension Unicode.Scalar {
  /// Whether this is a letter, a digit or a mark on one.
  fileprivate var isWordPart: Bool {
    if isASCII { return (0x30...0x39).contains(value) || (0x61...0x7A).contains(value | 0x20) }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
      true
    default: false
    }
  }

  fileprivate var isDigit: Bool { properties.generalCategory == .decimalNumber }
  fileprivate var joinsDigits: Bool { self == "." || self == "," }
  fileprivate var joinsLetters: Bool { self == "'" || self == "\u{2019}" }
}
