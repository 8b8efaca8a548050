/// Cuts code points into tokens and sentences, in one pass.
struct Tokeniser {
  let scalars: [UInt32]
  /// Where it reads.
  var at = 0
  /// The first token of the sentence that is open.
  var sentence = 0

  init(_ scalars: [UInt32]) {
    self.scalars = scalars
  }

  mutating func read(into text: inout AnalysedText) {
    while at < scalars.count {
      let value = plain(at)
      if LetterForm.isLetter(value) {
        readWord(into: &text)
      } else if LetterForm.isDigit(value) {
        readNumber(into: &text)
      } else if LetterForm.isStop(value) {
        readStop(into: &text)
      } else {
        if value == 0x0A {
          endSentence(at: at, in: &text)
        } else if value == 0x27, let orphan = orphan(after: at) {
          at = orphan
        } else if isSign(value) {
          add(sign: value, to: &text)
        }
        at += 1
      }
    }
    endSentence(at: scalars.count, in: &text)
  }

  func plain(_ index: Int) -> UInt32 { index < scalars.count ? LetterForm.plain(scalars[index]) : 0 }
  func isLetter(_ index: Int) -> Bool { index < scalars.count && LetterForm.isLetter(plain(index)) }

  /// Where an `s` stands alone behind an apostrophe: *dog ' s*, as tokenised texts have it.
  private func orphan(after apostrophe: Int) -> Int? {
    let index = plain(apostrophe + 1) == 0x20 ? apostrophe + 2 : apostrophe + 1
    return plain(index) | 0x20 == 0x73 && !isLetter(index + 1) && !LetterForm.isDigit(plain(index + 1)) ? index : nil
  }

  private func isSign(_ value: UInt32) -> Bool {
    value == 0x25 || value == 0x24 || value == 0x20AC || value == 0xA3 || value == 0xA5
  }

  private func add(sign: UInt32, to text: inout AnalysedText) {
    let term = Term(hashing: [UInt8(truncatingIfNeeded: sign), UInt8(truncatingIfNeeded: sign >> 8)])
    text.tokens.append(
      Token(
        kind: .sign, term: term, surface: term, weight: 0.3, part: .unknown, range: at..<(at + 1),
        stem: text.letters.count..<text.letters.count, isCapitalised: false, beginsSentence: false))
  }

  // MARK: Sentences

  private mutating func readStop(into text: inout AnalysedText) {
    let first = at
    var isQuestion = false
    while at < scalars.count, LetterForm.isStop(plain(at)) {
      isQuestion = isQuestion || plain(at) == 0x3F
      at += 1
    }
    let isLoneFullStop = at == first + 1 && scalars[first] == 0x2E
    var next = at
    while next < scalars.count, plain(next) == 0x22 || plain(next) == 0x27 || plain(next) == 0x29 || plain(next) == 0x5D
    { next += 1 }
    let spaced = next >= scalars.count || LetterForm.isSpace(plain(next)) || scalars[first] > 0x3000
    // *end.Next*: glued together by whoever stripped the mark-up.
    let glued = first > 0 && isLowerOrDigit(plain(first - 1)) && LetterForm.isUpper(plain(at))
    guard spaced || glued, !(isLoneFullStop && isAbbreviated(before: first, in: text)) else { return }
    endSentence(at: spaced ? next : at, isQuestion: isQuestion, in: &text)
  }

  private func isLowerOrDigit(_ value: UInt32) -> Bool {
    LetterForm.isLower(value) || LetterForm.isDigit(value) || value == 0x22 || value == 0x29
  }

  /// Whether the full stop belongs to the word before it: *Dr.*, *J.*
  private func isAbbreviated(before stop: Int, in text: AnalysedText) -> Bool {
    guard let last = text.tokens.last, last.kind == .word, last.range.upperBound == stop else { return false }
    // *U.K.* is far more often followed by more of its sentence than by another.
    if last.range.count > 2, plain(stop - 2) == 0x2E { return stop + 1 < scalars.count }
    if last.range.count == 1 { return last.isCapitalised && plain(last.range.lowerBound) != 0x49 }
    return last.range.count <= 5 && Abbreviations.contains(last.surface)
  }

  mutating func endSentence(at end: Int, isQuestion: Bool = false, in text: inout AnalysedText) {
    // A bullet's number or a lone sign makes no sentence.
    guard text.tokens[sentence...].contains(where: { !$0.stem.isEmpty }) || end == scalars.count,
      sentence < text.tokens.count
    else { return }
    var finish = text.tokens[text.tokens.count - 1].range.upperBound
    if end > finish, end - finish <= 8, end == scalars.count || !LetterForm.isSpace(plain(finish)) {
      finish = min(end, scalars.count)
      while finish > 0, LetterForm.isSpace(plain(finish - 1)) { finish -= 1 }
    }
    let start = text.tokens[sentence].range.lowerBound
    text.sentences.append(
      AnalysedText.Sentence(
        tokens: sentence..<text.tokens.count, range: start..<max(finish, start), isQuestion: isQuestion))
    markNames(in: &text.tokens, sentence..<text.tokens.count)
    sentence = text.tokens.count
  }

  /// A capital at a sentence's begin makes a name only of a word that is not known, or that another capital follows.
  private func markNames(in tokens: inout [Token], _ sentence: Range<Int>) {
    for index in sentence where tokens[index].kind == .word && tokens[index].isCapitalised && tokens[index].weight > 0 {
      let isExplained =
        tokens[index].beginsSentence && tokens[index].part != .unknown
        && !(index + 1 < sentence.upperBound && tokens[index + 1].isCapitalised && tokens[index + 1].weight > 0)
      tokens[index].isName = !isExplained
    }
  }
}
