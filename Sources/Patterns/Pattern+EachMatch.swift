extension Pattern {
  /// Hands over each match in the text's order, none overlapping the one before, until `body`
  /// says false.
  ///
  /// Behind an empty match the search goes on one character further. The time is the budget's;
  /// where `body` has seen `most` matches and wants more, it is `PatternError.limit(.matches)`.
  package func eachMatch(
    in text: String, sharing budget: inout SearchBudget, most: Int = 1_000, _ body: (PatternMatch) -> Bool
  ) throws(PatternError) {
    var from = 0
    for _ in 0..<most {
      guard let time = budget.left() else { throw .limit(.time) }
      guard let match = try firstMatch(in: text, from: from, within: time), body(match) else { return }
      let end = match.range.upperBound
      guard let next = match.range.isEmpty ? text.characterBoundary(after: end) : end else { return }
      from = next
    }
    throw .limit(.matches)
  }
}

extension String {
  /// The byte at which the character behind the one at a byte begins; nil behind the last.
  fileprivate func characterBoundary(after byte: Int) -> Int? {
    let bytes = utf8
    guard byte < bytes.count else { return nil }
    var index = bytes.index(bytes.startIndex, offsetBy: byte + 1)
    var next = byte + 1
    while index < bytes.endIndex, bytes[index] & 0xC0 == 0x80 {
      index = bytes.index(after: index)
      next += 1
    }
    return next
  }
}
