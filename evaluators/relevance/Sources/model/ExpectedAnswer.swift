internal import Language

/// What sort of answer a question asks for, by its interrogative and the noun behind it.
enum ExpectedAnswer: Sendable {
  case person, place, time, number, reason, name, manner, thing
}

/// The words of a question that say what sort of answer it wants; an answer need not repeat them.
struct Focus: Sendable {
  let expected: ExpectedAnswer
  /// The token that names the sort, as *city* in *which city*, or *long* in *how long*.
  private(set) var token: Int?

  init(of question: AnalysedText) {
    let words = question.tokens.map(\.surface)
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : 0
      if let plain = plainInterrogatives[word] {
        expected = plain
        return
      }
      if word == term("how") {
        expected = measures.contains(next) ? .number : .manner
        token = expected == .number ? index + 1 : nil
        return
      }
      if word == term("what") || word == term("which") {
        token = words.indices[(index + 1)...].prefix(7).first { nounsOfSorts[words[$0]] != nil }
        expected = token.flatMap { nounsOfSorts[words[$0]] } ?? .thing
        return
      }
    }
    expected = .thing
  }
}

private func term(_ word: String) -> Term { Term(hashing: word.utf8) }

private func terms(_ words: String, _ sort: ExpectedAnswer) -> [Term: ExpectedAnswer] {
  Dictionary(uniqueKeysWithValues: words.split(separator: " ").map { (term(String($0)), sort) })
}

private let plainInterrogatives = terms("who whom whose", .person).merging(terms("where", .place)) { $1 }
  .merging(terms("when", .time)) { $1 }.merging(terms("why", .reason)) { $1 }

private let measures: Set<Term> = Set(
  "many much long far old fast tall often big large high deep hot cold heavy wide rich small soon late few"
    .split(separator: " ").map { term(String($0)) })

private let nounsOfSorts = terms("year years date day month century decade time season period era", .time)
  .merging(
    terms("city country state place town county continent nation region village island location where street", .place)
  ) { $1 }
  .merging(
    terms(
      "number percentage percent population age speed temperature distance height length weight size amount price cost "
        + "revenue salary rate limit value", .number)
  ) { $1 }
  .merging(
    terms(
      "name company band group organization film movie book novel team university school newspaper magazine title "
        + "called named record", .name)
  ) { $1 }
  .merging(
    terms(
      "person man woman actor actress author president leader singer player king queen scientist coach director founder "
        + "mother father wife husband", .person)
  ) { $1 }
  .merging(terms("reason cause", .reason)) { $1 }
  .merging(terms("kind type sort style", .thing)) { $1 }
