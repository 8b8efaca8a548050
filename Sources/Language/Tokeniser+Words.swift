extension Tokeniser {
  /// Reads a run of letters, with its inner apostrophes and the full stops of *U.K.*
  mutating func readWord(into text: inout AnalysedText) {
    if LetterForm.isUnspaced(scalars[at]) {
      text.unspacedLetters += 1
      addWord(at..<(at + 1), to: &text)
      at += 1
      return
    }
    let start = at
    if let end = initialsEnd() {
      at = end
      addWord(start..<end, to: &text)
      return
    }
    while at < scalars.count, !breaks(at, after: start), isLetter(at) { at += 1 }
    var isSplit = false
    while plain(at) == 0x27, isLetter(at + 1), !LetterForm.isUnspaced(plain(at + 1)) {
      let base = start..<at
      let suffix = at + 1
      var end = suffix
      while isLetter(end) { end += 1 }
      if isClitic(suffix..<end, after: base) {
        isSplit = true
        addClitic(suffix..<end, base: base, to: &text)
        at = end
        break
      }
      at = end
    }
    if !isSplit { addWhole(start..<at, to: &text) }
  }

  /// *ZodiacZodiac* is two words; and letters without spaces begin their own.
  private func breaks(_ index: Int, after start: Int) -> Bool {
    if LetterForm.isUnspaced(scalars[index]) { return true }
    return index >= start + 2 && LetterForm.isUpper(scalars[index]) && index + 1 < scalars.count
      && LetterForm.isLower(scalars[index + 1]) && LetterForm.isLower(scalars[index - 1])
      && LetterForm.isLower(scalars[index - 2])
  }

  /// The end of *U.K.* or *e.g.*, if that stands here: single letters with full stops between.
  private func initialsEnd() -> Int? {
    var end = at
    var count = 0
    while isLetter(end), plain(end + 1) == 0x2E, !isLetter(end + 2) || plain(end + 3) == 0x2E || !isLetter(end + 3) {
      end += 2
      count += 1
    }
    if count > 0, isLetter(end), !isLetter(end + 1) {
      end += 1
      count += 1
    }
    guard count > 1 else { return nil }
    // The last full stop may end the sentence as well: it is left for that.
    return end > at && plain(end - 1) == 0x2E && (end >= scalars.count || LetterForm.isSpace(plain(end)))
      ? end - 1 : end
  }

  // MARK: Clitics

  private func lower(_ index: Int) -> UInt32 { plain(index) | 0x20 }

  private func isClitic(_ suffix: Range<Int>, after base: Range<Int>) -> Bool {
    switch (suffix.count, lower(suffix.lowerBound)) {
    case (1, 0x73), (1, 0x6D), (1, 0x64): return true
    case (1, 0x74): return base.isEmpty == false && lower(base.upperBound - 1) == 0x6E
    case (2, 0x72), (2, 0x76): return lower(suffix.lowerBound + 1) == 0x65
    case (2, 0x6C): return lower(suffix.lowerBound + 1) == 0x6C
    default: return false
    }
  }

  private mutating func addClitic(_ suffix: Range<Int>, base: Range<Int>, to text: inout AnalysedText) {
    guard lower(suffix.lowerBound) == 0x74, suffix.count == 1 else {
      addWhole(base, to: &text)
      return
    }
    // *don't* is *do* and *not*; tokenised texts have *n't* alone.
    let stem = base.dropLast()
    if !stem.isEmpty { addWord(stem, to: &text) }
    addWord((base.upperBound - 1)..<suffix.upperBound, spelled: Self.not, to: &text)
  }

  private mutating func addWhole(_ range: Range<Int>, to text: inout AnalysedText) {
    let isCannot =
      range.count == 6 && zip(range, Self.cannot).allSatisfy { lower($0) == UInt32($1) }
    guard isCannot else { return addWord(range, to: &text) }
    addWord(range.lowerBound..<(range.lowerBound + 3), to: &text)
    addWord((range.lowerBound + 3)..<range.upperBound, to: &text)
  }

  private static let not = Array("not".utf8)
  private static let cannot = Array("cannot".utf8)

  // MARK: Words

  private func addWord(_ range: Range<Int>, spelled: [UInt8]? = nil, to text: inout AnalysedText) {
    var word: [UInt8] = []
    word.reserveCapacity(range.count)
    if let spelled {
      word = spelled
    } else {
      for index in range where isLetter(index) {
        LetterForm.append(scalars[index], to: &word)
        text.letterCount += 1
        if !LetterForm.isLatin(scalars[index]) { text.foreignLetters += 1 }
      }
    }
    let surface = Term(hashing: word)
    var token = Token(
      kind: .word, term: surface, surface: surface, weight: 0, part: .unknown, range: range, stem: 0..<0,
      isCapitalised: LetterForm.isUpper(scalars[range.lowerBound]), beginsSentence: text.tokens.count == sentence)
    if let number = NumberKey.term(word: surface) {
      token.kind = .number
      token.term = number
      token.weight = 1
    } else {
      let isStop = StopWords.contains(surface)
      if !isStop { Stem.reduce(&word) }
      token.term = Term(hashing: word)
      let known = Lexicon.shared.part(of: token.term)
      token.part = known.part
      token.weight = isStop ? 0 : known.weight
    }
    token.stem = text.letters.count..<(text.letters.count + word.count)
    text.letters.append(contentsOf: word)
    text.tokens.append(token)
  }
}
