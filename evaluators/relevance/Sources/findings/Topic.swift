/// What the model makes of an answer in which no rule found anything.
enum Topic {
  /// An answer of fewer words need not repeat any of the question: `Paris.`
  static let fewestWords = 20
  /// The score where neither the words nor the rules can tell.
  static let neutral = 0.5
  /// Below, an answer is taken to be about something else.
  static let least = 0.25

  /// Off the topic, or near it without what was asked for; only of what the model can read.
  static func find(
    in answer: Wording, to request: Request, _ asked: AskedTerms, _ grade: AddressModel.Grade
  ) -> Finding? {
    guard isReadable(answer, request, asked), grade.probability < least else { return nil }
    let evidence = answer.words.isEmpty ? [] : [answer.range(of: answer.words.indices)]
    if grade.coverage < 0.1 {
      return Finding(
        label: .offTopic, explanation: "the answer has none of the words that the question is about", evidence: evidence
      )
    }
    return Finding(
      label: .otherQuestion, explanation: "the answer seems to be about something else: \(explanation(of: grade))",
      evidence: evidence)
  }

  /// From 0 to 1; doubt alone is not held against an answer, so that it has 0.3 at least.
  static func score(
    _ finding: Finding?, _ request: Request, _ grade: AddressModel.Grade
  ) -> Double {
    if let finding, finding.label.cap < 1 { return finding.label.cap }
    if finding != nil { return grade.probability }
    if !isEnglish(request) { return neutral }
    return 0.3 + 0.7 * grade.probability
  }

  static func explanation(of grade: AddressModel.Grade) -> String {
    "it has \(Int(min(grade.coverage, 1) * 100)) % of what the question is about, by weight"
  }

  /// An open question in English with two words to look for, and a sentence for an answer.
  private static func isReadable(_ answer: Wording, _ request: Request, _ asked: AskedTerms) -> Bool {
    request.kind == .question && answer.words.count >= fewestWords && asked.terms.count >= 2 && isEnglish(request)
  }

  private static func isEnglish(_ request: Request) -> Bool {
    let guess = LanguageGuess(request.wording)
    return guess.script == .latin && (guess.language ?? .english) == .english
  }
}
