/// What is known of English words: how rare they are, what they mostly are, irregular forms, opposites.
///
/// The table is `wordTable`, in the folder `words`; `make_words.py` makes it from WordNet 3.0.
package struct Lexicon: Sendable {
  package static let shared = Lexicon(
    parsing: wordTable.flatMap { $0.withUTF8Buffer(Array.init) + [0x0A] })

  private struct Entry {
    var level: UInt8
    var part: Token.PartOfSpeech
  }

  private var entries: [Term: Entry] = [:]
  private var irregulars: [Term: [UInt8]] = [:]
  private var antonyms: [Term: [Term]] = [:]

  /// The lemma of an irregular form.
  func irregular(_ word: [UInt8]) -> [UInt8]? { irregulars[Term(hashing: word)] }

  /// The opposites of a word, by its stem.
  package func opposites(of term: Term) -> [Term] { antonyms[term] ?? [] }

  /// What a stem mostly is, and its weight: 1.25 for what the table lacks.
  package func part(of term: Term) -> (part: Token.PartOfSpeech, weight: Double) {
    guard let entry = entries[term] else { return (.unknown, 1.25) }
    // The tagged texts have some 700,000 words: `zipf` is the logarithm of occurrences in a billion.
    let zipf = Double(entry.level) / 4 + 3.15
    return (entry.part, min(max((7 - zipf) / 4, 0.1), 1.25))
  }

  private init(parsing table: [UInt8]) {
    let lines = table.split(separator: 0x0A).map { $0.split(separator: 0x20).map(Array.init) }
    for fields in lines where fields.first == [0x69] {
      for form in fields.dropFirst(2) { irregulars[Term(hashing: form)] = fields[1] }
    }
    for fields in lines {
      switch fields.first {
      case [0x66] where fields.count > 3: addFrequencies(fields)
      case [0x61] where fields.count == 3: addOpposites(stem(fields[1]), stem(fields[2]))
      default: continue
      }
    }
  }

  private mutating func addFrequencies(_ fields: [[UInt8]]) {
    guard let level = UInt8(String(decoding: fields[1], as: UTF8.self)) else { return }
    let part: Token.PartOfSpeech =
      switch fields[2] {
      case [0x6E]: .noun
      case [0x76]: .verb
      case [0x61]: .adjective
      default: .adverb
      }
    for word in fields.dropFirst(3) {
      let term = stem(word)
      if entries[term].map({ $0.level >= level }) ?? false { continue }
      entries[term] = Entry(level: level, part: part)
    }
  }

  private mutating func addOpposites(_ word: Term, _ other: Term) {
    if word == other { return }
    antonyms[word, default: []].append(other)
    antonyms[other, default: []].append(word)
  }

  /// As `Stem.reduce` does, which needs the shared table.
  private func stem(_ word: [UInt8]) -> Term {
    var word = irregular(word) ?? word
    if word.count > 2 { Stem.reduceEndings(&word) }
    return Term(hashing: word)
  }
}
