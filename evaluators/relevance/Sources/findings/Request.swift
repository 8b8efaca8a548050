/// What the last user message asks for, as far as its first words tell.
struct Request: Sendable {
  enum Kind: Sendable {
    /// Somebody wants to know something.
    case question
    /// A question that yes, no or one of its own words answers.
    case choice
    /// Something is to be made or done: write, translate, summarise.
    case command
    /// Neither: a greeting, a remark, a text.
    case remark
  }

  let kind: Kind
  let wording: Wording
  /// Whether a text is to be written, in which anybody may say anything.
  let isWriting: Bool

  init(_ text: String) {
    wording = Wording(text)
    isWriting = wordsOfWriting.matches(wording)
    kind = Self.kind(of: wording, isWriting: isWriting)
  }

  private static func kind(of text: Wording, isWriting: Bool) -> Kind {
    var isQuestion = false
    var isChoice = true
    for sentence in text.sentences {
      let words = text.texts(of: sentence)
      guard let first = words.first?.text else { continue }
      if sentence.isQuestion || questionWords.contains(first) {
        isQuestion = true
        let asksOpenly = words.contains { questionWords.contains($0.text) }
        if asksOpenly, !words.contains(where: { alternatives.contains($0.text) }) { isChoice = false }
      }
    }
    let first = text.words.first?.text ?? ""
    if commandWords.contains(first) || isWriting && !questionWords.contains(first) { return .command }
    if isQuestion { return isChoice ? .choice : .question }
    return .remark
  }
}

/// Interrogatives of the languages that this plugin knows best.
private let questionWords: Set<String> = [
  "what", "who", "whom", "whose", "when", "where", "why", "which", "how", "what's", "who's", "where's", "when's",
  "how's", "wer", "wen", "wem", "wann", "wo", "warum", "wieso", "welche", "welcher", "welches", "wie", "wieviel",
  "woher",
  "qui", "quand", "où", "pourquoi", "comment", "combien", "quel", "quelle", "quels", "quelles", "qu'est",
  "qué", "quién", "quiénes", "cuándo", "dónde", "cómo", "cuánto", "cuántos", "cuántas", "cuál", "cuáles",
  "chi", "quando", "dove", "perché", "quanto", "quanti", "quante", "quale", "quali", "cosa",
  "quem", "onde", "quantos", "quantas", "qual", "quais", "wie", "wat", "waar", "wanneer", "waarom", "hoe", "welke",
  "hvad", "hvem", "hvor", "hvornår", "hvorfor", "vad", "vem", "när", "varför", "hur", "kto", "gdzie", "kiedy",
  "dlaczego", "jak", "ile", "кто", "что", "где", "когда", "почему", "как", "сколько", "какой", "какая", "какие",
]

private let alternatives: Set<String> = ["or", "oder", "ou", "eller", "czy", "или"]

private let commandWords: Set<String> = [
  "write", "draft", "compose", "summarize", "summarise", "translate", "rewrite", "paraphrase", "generate", "create",
  "make", "list", "explain", "describe", "extract", "classify", "convert", "fix", "correct", "improve", "edit",
  "give", "tell", "show", "name", "find", "calculate", "compute", "implement", "build", "act", "pretend", "imagine",
  "suggest", "recommend", "compare", "analyze", "analyse", "repeat", "say", "echo", "complete", "continue", "please",
  "format", "add", "remove", "count", "sort", "reply", "answer", "respond", "use", "return", "play", "do", "let's",
]

private let wordsOfWriting = PhraseBook(
  """
  write|draft|compose|rewrite|paraphrase|translate|proofread|role-play|roleplay|pretend|repeat|say|echo|quote|impersonate|transcribe|copy|reword|rephrase|correct|fix
  poem|story|haiku|limerick|lyrics|screenplay|dialogue|joke|song|essay
  schreibe|schreib|übersetze|übersetz|verfasse|formuliere|korrigiere|wiederhole
  écris|écrivez|rédige|rédigez|traduis|traduisez|répète
  escribe|escriba|traduce|traduzca|redacta|repite|scrivi|traduci|ripeti|escreva|traduza|vertaal|schrijf
  """)
