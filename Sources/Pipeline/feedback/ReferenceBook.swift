internal import CallModel
internal import JSON
internal import Storage
internal import Synchronization

/// The answers that were sent over the API, by question; calls that are judged get them from here.
///
/// Bounded by questions and by bytes: what does not fit is refused, never dropped.
final class ReferenceBook: Sendable {
  static let mostQuestions = 100_000
  static let mostBytes = 64 << 20

  private struct State {
    var answers: [String: KnownAnswers] = [:]
    var bytes = 0

    mutating func put(_ answers: KnownAnswers, at key: String) {
      if let old = self.answers.removeValue(forKey: key) { bytes -= old.size + key.utf8.count }
      guard !answers.isEmpty else { return }
      self.answers[key] = answers
      bytes += answers.size + key.utf8.count
    }
  }

  private let state = Mutex(State())

  /// Case and white space do not tell two questions apart; everything else does, as `2+2` and `22` differ.
  static func key(of question: String) -> String {
    question.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Takes all of them, or none.
  func put(_ entries: [(key: String, answers: KnownAnswers)]) throws(ReferencesRefusal) {
    let refusal = state.withLock { state -> ReferencesRefusal? in
      var next = state
      for (key, answers) in entries { next.put(answers, at: key) }
      guard next.answers.count <= Self.mostQuestions, next.bytes <= Self.mostBytes else {
        return .full(
          "at most \(Self.mostQuestions) questions and \(Self.mostBytes >> 20) MiB of references are kept; remove some, "
            + "or name a file in 'references:' of the evaluator")
      }
      state = next
      return nil
    }
    if let refusal { throw refusal }
  }

  func answers(to question: String) -> KnownAnswers? {
    if count == 0 || question.isEmpty { return nil }
    let key = Self.key(of: question)
    return state.withLock { $0.answers[key] }
  }

  var count: Int { state.withLock { $0.answers.count } }

  /// What an earlier run was sent.
  func restore(from snapshot: IndexSnapshot) throws {
    try snapshot.forEachReference { stored in
      guard let text = stored.answers, let json = try? JSON(parsing: Array(text.utf8), maxDepth: 16),
        let answers = try? KnownAnswers(json)
      else { return }
      state.withLock { $0.put(answers, at: stored.question) }
    }
  }
}

extension LLMCall {
  /// With the answers that are known to its question, where it brought none itself.
  func with(_ answers: KnownAnswers?) -> LLMCall {
    guard let answers else { return self }
    var call = self
    if call.references.isEmpty { call.references = answers.right }
    if call.wrongReferences.isEmpty { call.wrongReferences = answers.wrong }
    return call
  }
}
