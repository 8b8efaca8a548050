/// Finds answers that refuse, or say that they do not know.
enum Refusal {
  /// Longer answers say more than that they refuse.
  static let mostWords = 120

  static func find(in answer: Wording, to request: Request) -> Finding? {
    guard !answer.isCut, answer.words.count <= mostWords else { return nil }
    let isDeclining = wordsOfDeclining.matches(request.wording)
    for sentence in answer.sentences.prefix(2) {
      if !(request.isWriting && isDeclining),
        let place = opening(RefusalPhrases.plain, of: sentence, in: answer, request)
      {
        return finding(.refusal, place, in: answer)
      }
      if !request.isWriting, let place = opening(RefusalPhrases.likely, of: sentence, in: answer, request) {
        return finding(knowsNot(sentence, answer) ? .noAnswer : .refusal, place, in: answer)
      }
      if !request.isWriting, answer.words.count <= 40,
        let place = opening(RefusalPhrases.ignorance, of: sentence, in: answer, request),
        place.lowerBound < sentence.words.lowerBound + 8, !goesOn(answer, behind: place.upperBound)
      {
        return finding(.noAnswer, place, in: answer)
      }
    }
    return nil
  }

  /// `I am not sure, but it was in 1989`.
  private static func goesOn(_ answer: Wording, behind place: Int) -> Bool {
    guard let turn = answer.words[place...].firstIndex(where: { turns.contains($0.text) }) else { return false }
    return answer.words.count - turn > 4
  }

  private static func knowsNot(_ sentence: Wording.Sentence, _ answer: Wording) -> Bool {
    RefusalPhrases.ignorance.match(in: answer, sentence.words) != nil
      && RefusalPhrases.plain.match(in: answer, sentence.words) == nil
  }

  /// A match near the beginning of a sentence, where the rest of the answer goes on in the same vein.
  private static func opening(
    _ book: PhraseBook, of sentence: Wording.Sentence, in answer: Wording, _ request: Request
  ) -> Range<Int>? {
    guard let match = book.match(in: answer, sentence.words), match.lowerBound < sentence.words.lowerBound + 12,
      !book.matches(request.wording), substance(of: answer, besides: sentence) < mostSubstance
    else { return nil }
    return match
  }

  /// Words of sentences that speak neither of the answerer nor to the asker.
  private static func substance(of answer: Wording, besides: Wording.Sentence) -> Int {
    var words = 0
    for sentence in answer.sentences where sentence.words != besides.words && !sentence.isQuestion {
      let isTalk = answer.texts(of: sentence).contains { wordsOfTalk.contains($0.text) }
      if !isTalk { words += sentence.words.count }
    }
    return words
  }

  private static let mostSubstance = 40

  private static func finding(_ label: Label, _ place: Range<Int>, in answer: Wording) -> Finding {
    let quote = answer.words[place].prefix(12).map(\.text).joined(separator: " ")
    let what = label == .refusal ? "the answer refuses" : "the answer says that it does not know"
    return Finding(label: label, explanation: "\(what): '\(quote)'", evidence: [answer.range(of: place)])
  }
}

private let wordsOfTalk: Set<String> = [
  "i", "i'm", "i'd", "i'll", "i've", "me", "my", "you", "your", "you're", "we", "our", "us", "please", "sorry",
  "instead",
  "ich", "mir", "mein", "sie", "ihnen", "dir", "du", "bitte", "je", "vous", "te", "le", "usted", "puedo", "lei", "você",
  "я", "вам", "我", "您", "你",
]

private let wordsOfDeclining = PhraseBook(
  """
  refus*|declin*|reject*|apolog*|regret*|excuse*|sorry|refusal|ablehn*|absag*|entschuldig*|rechaz*|refuse*|rifiut*|recus*
  """)

private let turns: Set<String> = [
  "but", "however", "though", "although", "just", "aber", "jedoch", "mais", "cependant", "pero", "ma", "però", "mas",
  "maar",
  "ale", "но",
]
