/// One way of writing each number: *twelve*, *12*, *12.0* and *twelfth* are the same term.
enum NumberKey {
  /// The term of digits, with one `.` at most and no grouping.
  static func term(digits: [UInt8]) -> Term {
    var digits = digits[...]
    if digits.contains(0x2E) {
      while digits.last == 0x30 { digits.removeLast() }
      if digits.last == 0x2E { digits.removeLast() }
    }
    while digits.count > 1, digits.first == 0x30, digits.dropFirst().first != 0x2E { digits.removeFirst() }
    return Term(hashing: [0x23] + digits)
  }

  /// The term of a number word.
  static func term(word: Term) -> Term? { words[word] }

  private static let words: [Term: Term] = {
    let cardinals = """
      zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
      eighteen nineteen twenty
      """.split(whereSeparator: \.isWhitespace)
    let ordinals = """
      zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
      """.split(whereSeparator: \.isWhitespace)
    let tens = "thirty forty fifty sixty seventy eighty ninety".split(separator: " ")
    var terms: [Term: Term] = [:]
    for list in [cardinals, ordinals] {
      for (value, word) in list.enumerated() { terms[Term(hashing: word.utf8)] = term(digits: Array("\(value)".utf8)) }
    }
    for (index, word) in tens.enumerated() {
      terms[Term(hashing: word.utf8)] = term(digits: Array("\(30 + 10 * index)".utf8))
    }
    return terms
  }()
}
