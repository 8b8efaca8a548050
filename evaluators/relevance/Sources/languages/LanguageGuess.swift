/// The language that a text is written in, or nothing where that is not plain.
///
/// Other scripts than Latin, Cyrillic and Arabic tell their language; for these three the
/// commonest words and the letters of their own do. Only the first 400 words are looked at.
struct LanguageGuess: Sendable {
  /// Nil: too short, mixed, code, or a language that is not known here.
  let language: WrittenLanguage?
  /// Of the letters, in which script most are.
  let script: Script?
  /// How much speaks for each language; for scripts of one language the share of their letters.
  private let evidence: [Double]
  private let best: Double

  static let mostWords = 400

  init(_ text: Wording) {
    var scripts = [Int](repeating: 0, count: Script.allCases.count)
    var evidence = [Double](repeating: 0, count: FunctionWords.byLanguage.count)
    var counted = 0
    var hits = 0.0
    for word in text.words.prefix(Self.mostWords) {
      var isCounted = false
      for scalar in word.text.unicodeScalars {
        guard let script = Script(scalar) else { continue }
        // An ideograph or a syllable is as much as a few letters.
        scripts[script.rawValue] += script == .han || script == .hangul || script == .kana ? 3 : 1
        isCounted = true
        if scalar.value > 0x7F, let language = FunctionWords.letterLanguages[scalar] { evidence[language] += 0.5 }
      }
      if isCounted { counted += 1 }
      guard let weights = FunctionWords.weights[word.text] else { continue }
      hits += 1
      for (language, weight) in weights { evidence[language] += weight }
    }
    let letters = scripts.reduce(0, +)
    let most = scripts.indices.max { (scripts[$0], $1) < (scripts[$1], $0) } ?? 0
    let main = letters > 0 && scripts[most] * 4 >= letters * 3 ? Script(rawValue: most) : nil
    script = main
    self.evidence = evidence
    best = evidence.max() ?? 0
    let east = scripts[Script.han.rawValue] + scripts[Script.kana.rawValue]
    if letters >= 6, east * 4 >= letters * 3 {
      // Japanese is hardly written without kana, and Chinese never with.
      language = scripts[Script.kana.rawValue] * 10 >= east ? .japanese : east >= 12 ? .chinese : nil
    } else if let only = main?.language {
      language = letters >= 8 ? only : nil
    } else if main == nil {
      language = nil
    } else {
      language = Self.plainest(evidence, hits: hits, words: counted)
    }
  }

  /// The language that has three words' worth of evidence, and twice as much as any other.
  private static func plainest(_ evidence: [Double], hits: Double, words: Int) -> WrittenLanguage? {
    guard let first = evidence.indices.max(by: { (evidence[$0], $1) < (evidence[$1], $0) }) else { return nil }
    let second = evidence.indices.filter { $0 != first }.map { evidence[$0] }.max() ?? 0
    guard words >= 4, evidence[first] >= 2, evidence[first] >= second * 1.6 + 0.5, hits * 8 >= Double(words) else {
      return nil
    }
    return FunctionWords.byLanguage[first].language
  }

  /// Whether there is next to nothing of a language in the text.
  func lacks(_ language: WrittenLanguage) -> Bool {
    guard let place = FunctionWords.byLanguage.firstIndex(where: { $0.language == language }) else { return true }
    return evidence[place] <= best * 0.25
  }
}
