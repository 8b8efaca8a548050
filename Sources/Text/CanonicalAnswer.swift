/// An answer as words, quantities and dates, so that two ways of writing the same give the same.
///
/// Words are those of `answerTokens`: lower case, no punctuation, no articles; letters in
/// compatibility forms are plain ones first. `1,299.00` and `1299`, `5 km` and `5000 metres`,
/// `$5` and `five dollars`, `3rd` and `third`, `9 March 2024` and `2024-03-09` are equal. Month
/// names, number words and units are English.
package struct CanonicalAnswer: Sendable {
  package enum Part: Hashable, Sendable {
    case word(String)
    case quantity(Quantity)
    /// `2024-03-09`, `2024-03` or `--03-09`, as in ISO 8601.
    case date(String)
  }

  package private(set) var parts: [Part] = []
  /// Where each part stands, in code points of the text.
  package private(set) var spans: [Range<Int>] = []

  package init(_ text: String) {
    var reader = CanonicalReader(lexemes: AnswerLexer.lexemes(of: text))
    while let (part, span) = reader.next() {
      if case .word(let word) = part, word.isEmpty || articles.contains(word) { continue }
      parts.append(part)
      spans.append(span)
    }
  }

  /// The numbers of the answer in their order, with the units that they have.
  package var quantities: [Quantity] {
    parts.compactMap { if case .quantity(let quantity) = $0 { quantity } else { nil } }
  }

  /// Where the other answer's parts stand in this one, side by side and in the same order: the
  /// first such place in code points. Nil if nowhere, or if the other has no parts.
  ///
  /// Knuth, Morris and Pratt's search: the work is the sum of both lengths.
  package func place(of other: CanonicalAnswer) -> Range<Int>? {
    let wanted = other.parts
    if wanted.isEmpty { return nil }
    var fallback = [Int](repeating: 0, count: wanted.count)
    var matched = 0
    for place in wanted.indices.dropFirst() {
      while matched > 0, wanted[place] != wanted[matched] { matched = fallback[matched - 1] }
      if wanted[place] == wanted[matched] { matched += 1 }
      fallback[place] = matched
    }
    matched = 0
    for (place, part) in parts.enumerated() {
      while matched > 0, part != wanted[matched] { matched = fallback[matched - 1] }
      if part == wanted[matched] { matched += 1 }
      if matched == wanted.count { return spans[place + 1 - matched].lowerBound..<spans[place].upperBound }
    }
    return nil
  }
}
