import Language
import Testing

@Suite struct AnalysedTextTests {
  /// The tokens as they stand in the text, by their ranges.
  private func pieces(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return AnalysedText(text).tokens.map { token in
      var piece = String.UnicodeScalarView()
      piece.append(contentsOf: scalars[token.range])
      return String(piece)
    }
  }

  private func sentences(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return AnalysedText(text).sentences.map { sentence in
      var piece = String.UnicodeScalarView()
      piece.append(contentsOf: scalars[sentence.range])
      return String(piece)
    }
  }

  private func term(_ text: String) -> Term? { AnalysedText(text).tokens.first?.term }

  @Test(arguments: [
    ("It costs $2,500.50!", ["It", "costs", "$", "2,500.50"]),
    ("The U.K. and the E.U.", ["The", "U.K", "and", "the", "E.U"]),
    ("30kg on the 3rd, in the 1990s", ["30", "kg", "on", "the", "3rd", "in", "the", "1990s"]),
    ("dog ' s tail and Ben's", ["dog", "tail", "and", "Ben"]),
    ("ZodiacZodiac", ["Zodiac", "Zodiac"]),
    ("O'Brien's dog", ["O'Brien", "dog"]),
    ("the dog ' s tail", ["the", "dog", "tail"]),
    ("We’re 5% up", ["We", "5", "%", "up"]),
    ("日本 a", ["日", "本", "a"]),
    ("👩‍👩‍👧 café 𝔘nd", ["café", "𝔘nd"]),
  ])
  func tokens(_ text: String, _ expected: [String]) {
    #expect(pieces(text) == expected)
  }

  @Test func contractionsAreTwoWords() {
    #expect(pieces("don't") == ["do", "n't"])
    #expect(pieces("do n't") == ["do", "n't"])
    #expect(pieces("cannot") == ["can", "not"])
    for text in ["it isn't", "it is n't", "it is not", "it isn’t"] {
      #expect(AnalysedText(text).tokens.last.map(Negation.contains) == true, "\(text)")
    }
  }

  @Test(arguments: [
    ("Dr. Smith left. He ran.", ["Dr. Smith left.", "He ran."]),
    ("It was J. R. R. Tolkien's.", ["It was J. R. R. Tolkien's."]),
    ("\"Is it?\" she asked", ["Is it?\"", "she asked"]),
    ("one\ntwo", ["one", "two"]),
    ("It ended.Next came", ["It ended.", "Next came"]),
    ("3.5 is a number", ["3.5 is a number"]),
    ("1. First\n2. Second", ["1. First", "2. Second"]),
    ("In the U.K. they left. So?", ["In the U.K. they left.", "So?"]),
  ])
  func sentences(_ text: String, _ expected: [String]) {
    #expect(sentences(text) == expected)
  }

  @Test(arguments: [
    ["run", "runs", "running", "ran"], ["study", "studies", "studied", "studying"],
    ["make", "makes", "made", "making"],
    ["box", "boxes"], ["12", "twelve", "twelfth", "12.0", "12th", "012"], ["2500", "2,500", "2500.00"],
    ["child", "children"], ["Beyonce", "Beyoncé", "beyonce\u{301}"], ["U.K.", "UK"], ["hope", "hoped", "hoping"],
    ["cat", "cats", "cat's"], ["class", "classes"],
  ])
  func oneTerm(_ words: [String]) {
    #expect(Set(words.map { term($0) }).count == 1, "\(words)")
  }

  @Test(arguments: [["12", "13"], ["bus", "but"], ["12", "1.2"], ["class", "clad"], ["red", "reed"]])
  func differentTerms(_ words: [String]) {
    #expect(Set(words.map { term($0) }).count == words.count, "\(words)")
  }

  @Test func rareWordsWeighMore() {
    let weights = AnalysedText("the time harvest Kurgan 7").tokens.map(\.weight)
    #expect(weights[0] == 0)
    #expect(weights[1] < weights[2] && weights[2] < weights[3])
    #expect(weights[3] == 1.25 && weights[4] == 1)
  }

  @Test func aLimitCutsTheText() {
    let text = AnalysedText("one two three", limit: 9)
    #expect(text.tokens.count == 3 && text.isCut)
    #expect(!AnalysedText("one two", limit: 7).isCut)
  }

  @Test func lettersAreCountedByScript() {
    let text = AnalysedText("ab где 日本")
    #expect(text.letterCount == 7 && text.foreignLetters == 5 && text.unspacedLetters == 2)
  }

  @Test(arguments: [
    "", " \n", "'", "' ' s", "n't", "....", "a.", "U.", "'s", "1,", "1.", "$", "\u{301}", "İ", "I'", "x''s",
  ])
  func oddTextsHaveRangesInside(_ text: String) {
    let count = text.unicodeScalars.count
    let analysed = AnalysedText(text)
    for token in analysed.tokens { #expect(token.range.upperBound <= count && !token.range.isEmpty) }
    for sentence in analysed.sentences { #expect(sentence.range.upperBound <= count) }
  }
}
