/// A text as the rules of this plugin read it: lower-case words with their places, in sentences.
///
/// It knows no language: a word is a run of letters, digits and apostrophes; of scripts that are
/// written without spaces each letter is one. Only the first `mostWords` words are read.
struct Wording: Sendable {
  struct Word: Sendable {
    let text: String
    /// In code points of the text.
    let range: Range<Int>
    let sentence: Int
  }

  struct Sentence: Sendable {
    /// Of `words`.
    var words: Range<Int>
    var isQuestion = false
  }

  static let mostWords = 2_000

  private(set) var words: [Word] = []
  private(set) var sentences: [Sentence] = []
  /// Whether words follow that were not read.
  private(set) var isCut = false

  init(_ text: String) {
    var scan = Scan()
    for scalar in text.unicodeScalars {
      if scan.words.count >= Self.mostWords || scan.place >= Self.mostWords * 64 {
        isCut = true
        break
      }
      scan.take(scalar)
    }
    scan.endWord()
    scan.endSentence(asQuestion: false)
    (words, sentences) = (scan.words, scan.sentences)
  }

  func texts(of sentence: Sentence) -> ArraySlice<Word> { words[sentence.words] }

  /// The code points from a sentence's first word to its last.
  func range(of sentence: Sentence) -> Range<Int> { range(of: sentence.words) }

  func range(of span: Range<Int>) -> Range<Int> {
    guard let first = span.first, let last = span.last else { return 0..<0 }
    return words[first].range.lowerBound..<words[last].range.upperBound
  }
}

/// The state of reading a text scalar by scalar.
private struct Scan {
  var words: [Wording.Word] = []
  var sentences: [Wording.Sentence] = []
  var place = 0

  private var text = ""
  private var start = 0
  private var firstWord = 0
  /// A stop ends a sentence once white space follows, so that `3.5` and `e.g` do not.
  private var stop: Unicode.Scalar?

  mutating func take(_ scalar: Unicode.Scalar) {
    defer { place += 1 }
    if let lower = scalar.wordPart {
      stop = nil
      if scalar.isWholeWord { endWord() }
      if text.isEmpty { start = place }
      // A run without end, such as base64, is no word: what is kept of it is bounded.
      if text.utf8.count < 64 { text += lower }
      if scalar.isWholeWord { endWord(at: place + 1) }
      return
    }
    if !text.isEmpty, scalar == "'" || scalar == "\u{2019}" {
      text += "'"
      return
    }
    endWord()
    switch scalar {
    case ".", "!", "?": stop = scalar == "?" || stop == "?" ? "?" : scalar
    case "。", "！", "…", "।", "۔": endSentence(asQuestion: false)
    case "？", "؟": endSentence(asQuestion: true)
    case "\n", "\r", "\u{2028}", "\u{2029}": endSentence(asQuestion: stop == "?")
    case " ", "\t", "\u{A0}": if let stop { endSentence(asQuestion: stop == "?") }
    default: break
    }
  }

  mutating func endWord(at end: Int? = nil) {
    guard !text.isEmpty else { return }
    var range = start..<(end ?? place)
    while text.hasSuffix("'") {
      text.removeLast()
      range = range.lowerBound..<max(range.lowerBound + 1, range.upperBound - 1)
    }
    words.append(Wording.Word(text: text, range: range, sentence: sentences.count))
    text = ""
  }

  mutating func endSentence(asQuestion: Bool) {
    let isQuestion = asQuestion || stop == "?"
    stop = nil
    guard words.count > firstWord else { return }
    sentences.append(Wording.Sentence(words: firstWord..<words.count, isQuestion: isQuestion))
    firstWord = words.count
  }
}

extension Unicode.Scalar {
  /// In lower case, if words are made of it.
  fileprivate var wordPart: String? {
    switch value {
    case 0x61...0x7A, 0x30...0x39: return String(Character(self))
    case 0x41...0x5A: return String(Character(Unicode.Scalar(UInt8(value | 0x20))))
    case 0..<0xAA: return nil
    default:
      // Vowel signs and other marks belong to the letter before them.
      if properties.isAlphabetic || properties.numericType == .decimal || properties.isDiacritic {
        return properties.lowercaseMapping
      }
      return nil
    }
  }

  /// Han, kana, Thai, Lao, Khmer and Burmese are written without spaces.
  fileprivate var isWholeWord: Bool {
    guard value >= 0x0E00 else { return false }
    return switch value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: true
    case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
    default: false
    }
  }
}
