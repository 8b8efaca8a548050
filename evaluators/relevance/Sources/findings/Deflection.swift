/// Finds answers that send the asker elsewhere, speak of themselves, or only ask back.
enum Deflection {
  static func find(in answer: Wording, to request: Request) -> Finding? {
    guard !answer.isCut, !answer.words.isEmpty, request.kind == .question || request.kind == .choice else { return nil }
    if DeflectionPhrases.invites.matches(request.wording) { return nil }
    return elsewhere(answer) ?? selfTalk(answer) ?? askingBack(answer, request)
  }

  /// At most 40 words, all of them but 12 in the sentence that points elsewhere or in courtesies.
  private static func elsewhere(_ answer: Wording) -> Finding? {
    guard answer.words.count <= 40 else { return nil }
    for sentence in answer.sentences {
      guard let match = DeflectionPhrases.elsewhere.match(in: answer, sentence.words) else { continue }
      // `Contact support and ask for X` names a way; `To do X, open Y. Then call us.` is an answer.
      if substance(of: answer, besides: sentence) > 12 { return nil }
      return Finding(
        label: .deflection, explanation: "the answer sends the asker elsewhere: '\(quote(match, answer))'",
        evidence: [answer.range(of: match)])
    }
    return nil
  }

  private static func selfTalk(_ answer: Wording) -> Finding? {
    guard answer.words.count <= 40, let first = answer.sentences.first,
      let match = DeflectionPhrases.selfTalk.match(in: answer, first.words),
      match.lowerBound < 6, substance(of: answer, besides: first) <= 12
    else { return nil }
    return Finding(
      label: .deflection, explanation: "the answer speaks of itself: '\(quote(match, answer))'",
      evidence: [answer.range(of: match)])
  }

  /// Every sentence is a question or a courtesy, and one asks the asker.
  private static func askingBack(_ answer: Wording, _ request: Request) -> Finding? {
    guard answer.words.count <= 60, request.wording.words.count >= 4, answer.sentences.last?.isQuestion == true,
      substance(of: answer, besides: nil) == 0
    else { return nil }
    let questions = answer.sentences.filter(\.isQuestion)
    // `Yes, he is; do you like him?` answers first.
    let areOnly = questions.allSatisfy { DeflectionPhrases.questions.match(in: answer, $0.words.prefix(4)) != nil }
    guard areOnly else { return nil }
    guard questions.contains(where: { answer.texts(of: $0).contains { wordsForAsker.contains($0.text) } }) else {
      return nil
    }
    return Finding(
      label: .deflection, explanation: "the answer only asks back", evidence: questions.map { answer.range(of: $0) })
  }

  private static func substance(of answer: Wording, besides: Wording.Sentence?) -> Int {
    var words = 0
    for sentence in answer.sentences where sentence.words != besides?.words && !sentence.isQuestion {
      let isInterjection =
        sentence.words.count <= 5
        && answer.texts(of: sentence).first.map { DeflectionPhrases.interjections.contains($0.text) } ?? false
      if !isInterjection, DeflectionPhrases.courtesy.match(in: answer, sentence.words.prefix(6)) == nil {
        words += sentence.words.count
      }
    }
    return words
  }

  private static func quote(_ place: Range<Int>, _ answer: Wording) -> String {
    answer.words[place].prefix(12).map(\.text).joined(separator: " ")
  }
}

private let wordsForAsker: Set<String> = [
  "you", "your", "you're", "sie", "ihr", "ihre", "ihnen", "du", "dein", "deine", "vous", "votre", "tu", "usted", "su",
  "lei", "sua", "você", "u", "uw", "je", "вы", "вас", "ваш", "您", "你",
]
