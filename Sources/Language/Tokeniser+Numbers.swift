extension Tokeniser {
  /// Reads digits with their grouping and fraction; an ordinal's ending goes with them, a unit does not.
  mutating func readNumber(into text: inout AnalysedText) {
    let start = at
    var digits: [UInt8] = []
    var hasFraction = false
    while at < scalars.count {
      let value = scalars[at]
      if LetterForm.isDigit(value) {
        digits.append(UInt8(truncatingIfNeeded: value))
        at += 1
      } else if value == 0x2C, digitsFollow(at + 1) == 3, !hasFraction {
        at += 1
      } else if value == 0x2E, digitsFollow(at + 1) > 0, !hasFraction {
        hasFraction = true
        digits.append(0x2E)
        at += 1
      } else {
        break
      }
    }
    if let ending = endingLength() { at += ending }
    let term = NumberKey.term(digits: digits)
    text.tokens.append(
      Token(
        kind: .number, term: term, surface: term, weight: 1, part: .unknown, range: start..<at,
        stem: text.letters.count..<text.letters.count, isCapitalised: false,
        beginsSentence: text.tokens.count == sentence))
  }

  /// How many digits stand from here on, counted up to four.
  private func digitsFollow(_ index: Int) -> Int {
    var count = 0
    while count < 4, index + count < scalars.count, LetterForm.isDigit(scalars[index + count]) { count += 1 }
    return count
  }

  /// *st*, *nd*, *rd*, *th* or *s* where no further letter follows.
  private func endingLength() -> Int? {
    let first = plain(at) | 0x20
    if first == 0x73, !isLetter(at + 1) { return 1 }
    guard isLetter(at), isLetter(at + 1), !isLetter(at + 2) else { return nil }
    switch (first, plain(at + 1) | 0x20) {
    case (0x73, 0x74), (0x6E, 0x64), (0x72, 0x64), (0x74, 0x68): return 2
    default: return nil
    }
  }
}
