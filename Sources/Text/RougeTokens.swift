/// A reference's words for ROUGE, each with a number; an answer is written in the same numbers.
///
/// The words of rouge-score 0.1.2 (`DefaultTokenizer`, no stemming): runs of `a`…`z` and
/// `0`…`9` after lower-casing; all else separates, letters beyond ASCII too.
struct RougeTokens {
  /// The reference's words, from 0 up.
  private(set) var reference: [UInt32] = []
  private var numbers: RougeNumbers

  /// The number of every word that the reference lacks.
  static let unknown = UInt32.max

  init(_ text: String) {
    // English words have six letters with their space.
    let expected = text.utf8.count / 6 + 1
    numbers = RougeNumbers(expecting: min(expected, 1_024))
    reference.reserveCapacity(expected)
    var words = RougeWords(text)
    words.forEach { reference.append(numbers.number(of: $0)) }
  }

  /// The distinct words.
  var count: Int { numbers.count }

  func answer(_ text: String) -> [UInt32] {
    var answer: [UInt32] = []
    answer.reserveCapacity(text.utf8.count / 6 + 1)
    var words = RougeWords(text)
    words.forEach { answer.append(numbers.known($0) ?? Self.unknown) }
    return answer
  }
}
