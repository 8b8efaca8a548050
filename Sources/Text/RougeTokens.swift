/// A reference's words for ROUGE, each with a number; an answer is written in the same numbers.
///
/// The words of rouge-score 0.1.2 (`DefaultTokenizer`, no stemming): runs of `a`…`z` and
/// `0`…`9` after lower-casing; all else separates, letters beyond ASCII too.
struct RougeTokens {
  /// The reference's words, from 0 up.
  private(set) var reference: [UInt32] = []
  private var numbers: [RougeWord: UInt32] = [:]

  /// The number of every word that the reference lacks.
  static let unknown = UInt32.max

  init(_ text: String) {
    // English words have six letters with their space.
    let expected = text.utf8.count / 6 + 1
    numbers.reserveCapacity(min(expected, 1_024))
    reference.reserveCapacity(expected)
    text.forEachRougeWord { word in
      let number = numbers[word] ?? UInt32(truncatingIfNeeded: numbers.count)
      numbers[word] = number
      reference.append(number)
    }
  }

  /// The distinct words.
  var count: Int { numbers.count }

  func answer(_ text: String) -> [UInt32] {
    var answer: [UInt32] = []
    answer.reserveCapacity(text.utf8.count / 6 + 1)
    text.forEachRougeWord { answer.append(numbers[$0] ?? Self.unknown) }
    return answer
  }
}

/// A word of ASCII letters and digits; nearly all fit in 16 bytes, so that they need no memory
/// of their own.
private struct RougeWord: Hashable {
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var rest: [UInt8] = []
  private var count = 0

  var isEmpty: Bool { count == 0 }

  /// Without what only long words have; equality sees to it.
  func hash(into hasher: inout Hasher) {
    hasher.combine(first)
    hasher.combine(second)
    if !rest.isEmpty { hasher.combine(rest) }
  }

  mutating func append(_ byte: UInt8) {
    switch count {
    case ..<8: first = first << 8 | UInt64(byte)
    case ..<16: second = second << 8 | UInt64(byte)
    default: rest.append(byte)
    }
    count += 1
  }
}

extension String {
  fileprivate func forEachRougeWord(_ body: (RougeWord) -> Void) {
    var word = RougeWord()
    func finish() {
      if word.isEmpty { return }
      body(word)
      word = RougeWord()
    }
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x61...0x7A, 0x30...0x39: word.append(UInt8(truncatingIfNeeded: scalar.value))
      case 0x41...0x5A: word.append(UInt8(truncatingIfNeeded: scalar.value | 0x20))
      // Two more letters have an ASCII one in lower case: the sign for kelvin, and İ, which
      // becomes an i and a mark.
      case 0x212A: word.append(UInt8(ascii: "k"))
      case 0x130:
        word.append(UInt8(ascii: "i"))
        finish()
      default: finish()
      }
    }
    finish()
  }
}
