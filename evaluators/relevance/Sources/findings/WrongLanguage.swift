internal import CallModel

/// Finds answers in another language than the question, where nothing asks for that.
enum WrongLanguage {
  static func find(in answer: Wording, _ answerGuess: LanguageGuess, to request: Request, of call: LLMCall) -> Finding?
  {
    let asked = LanguageGuess(request.wording)
    guard let wanted = asked.language, !call.output.looksLikeCode else { return nil }
    guard let written = answerGuess.language else {
      return inAnotherScript(answer, answerGuess, than: asked, wanted, request, call)
    }
    guard written != wanted, answerGuess.lacks(wanted), asked.lacks(written) else { return nil }
    // Short texts in one script are full of names and loan words.
    if answerGuess.script == asked.script, answer.words.count < 8 || request.wording.words.count < 5 { return nil }
    if asksForAnother(request, call) || isSpoken(written, in: call) { return nil }
    return finding("the question is in \(wanted.name), the answer in \(written.name)", answer)
  }

  /// Four words in other letters are another language, even if it is not known which.
  private static func inAnotherScript(
    _ answer: Wording, _ guess: LanguageGuess, than asked: LanguageGuess, _ wanted: WrittenLanguage,
    _ request: Request, _ call: LLMCall
  ) -> Finding? {
    guard let script = guess.script, let usual = asked.script, script != usual,
      script == .cyrillic || script == .arabic,
      answer.words.count >= 4, !asksForAnother(request, call),
      !earlier(call).contains(where: { LanguageGuess(Wording($0.text)).script == script })
    else { return nil }
    return finding("the question is in \(wanted.name), the answer in \(script) letters", answer)
  }

  private static func finding(_ difference: String, _ answer: Wording) -> Finding {
    Finding(
      label: .wrongLanguage, explanation: "\(difference), and nothing asks for that",
      evidence: [answer.range(of: 0..<answer.words.count)])
  }

  /// Whether the question, what was asked before or the system prompt names a language.
  private static func asksForAnother(_ request: Request, _ call: LLMCall) -> Bool {
    namesOfLanguages.matches(request.wording) || namesOfLanguages.matches(Wording(call.system))
      || earlier(call).contains { $0.role == "user" && namesOfLanguages.matches(Wording($0.text)) }
  }

  /// Whether some part of the conversation is in the answer's language.
  private static func isSpoken(_ language: WrittenLanguage, in call: LLMCall) -> Bool {
    func isIn(_ text: some StringProtocol) -> Bool { LanguageGuess(Wording(String(text))).language == language }
    // A question may carry a text: its lines are looked at one by one.
    let lines = call.input.split(separator: "\n", maxSplits: 64).prefix(64)
    return lines.count > 1 && lines.contains(where: isIn) || earlier(call).contains { isIn($0.text) }
      || isIn(call.system)
  }

  private static func earlier(_ call: LLMCall) -> ArraySlice<Message> {
    call.messages.suffix(8).filter { $0.text != call.input }[...]
  }
}

/// Languages by their names in English and in themselves, and words for moving between them.
private let namesOfLanguages = PhraseBook(
  """
  translate|translation|translations|translated|translating|translator|language|languages|idioma|sprache|langue|lingua
  english|german|french|spanish|italian|portuguese|dutch|swedish|danish|norwegian|finnish|polish|czech|slovak|hungarian|romanian|turkish|indonesian|malay|vietnamese
  russian|ukrainian|bulgarian|greek|hebrew|arabic|persian|farsi|hindi|bengali|tamil|thai|georgian|armenian|chinese|mandarin|cantonese|japanese|korean|latin|catalan|croatian|serbian
  englisch*|deutsch*|französisch*|spanisch*|italienisch*|übersetz*|anglais|allemand|français|espagnol|italien|tradui*|traduc*|inglés|ingles|alemán|francés|español
  inglese|tedesco|francese|spagnolo|italiano|tradurre|inglês|alemão|francês|espanhol|português|traduz*|engels|duits|frans|spaans|vertaal*|vertalen
  engelska|tyska|franska|svenska|engelsk|dansk|norsk|översätt*|oversæt*|angielsk*|niemieck*|polsk*|przetłumacz*|anglick*|česk*|přelož*
  ingilizce|türkçe|almanca|inggris|indonesia|terjemah*|tiếng|английск*|русск*|немецк*|украин*|перевед*|перевод*
  英 语|文|訳|語|译
  中 文|国|國
  日 语|文|本
  韩 语|文
  翻 译|訳|譯
  영어*|한국어*|일본어*|번역*
  """)

extension String {
  /// Whether an answer is JSON, a block of code, or mostly signs, in which the words tell no language.
  var looksLikeCode: Bool {
    var letters = 0
    var signs = 0
    var ticks = 0
    var first: Unicode.Scalar?
    for scalar in unicodeScalars.prefix(4_000) {
      switch scalar {
      case " ", "\n", "\t", "\r": continue
      case "`": ticks += 1
      case "{", "}", "[", "]", "<", ">", "=", ";", "(", ")", "_", "\"", "\\", "/", "|", "#", "+", "*", "&", "$":
        signs += 1
      default: letters += 1
      }
      if first == nil { first = scalar }
    }
    return first == "{" || first == "[" || ticks >= 6 || signs * 12 > letters
  }
}
