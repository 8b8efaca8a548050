package import CallModel
internal import GRDB

/// Answers that people call right or wrong, by the question; a later one for the same question takes its place.
package struct ReferenceAnswer: Hashable, Sendable {
  /// The question as it is looked up.
  package var question: String
  /// The owner's own text; nil removes the question.
  package var answers: String?
  package var at: Nanoseconds

  package init(question: String, answers: String?, at: Nanoseconds) {
    self.question = question
    self.answers = answers
    self.at = at
  }
}

extension Database {
  func upsert(_ reference: ReferenceAnswer) throws {
    guard let answers = reference.answers else {
      return try execute(literal: "DELETE FROM reference_answers WHERE question = \(reference.question)")
    }
    try execute(
      literal: """
        INSERT OR REPLACE INTO reference_answers (question, answers, at_ns)
        VALUES (\(reference.question), \(answers), \(reference.at))
        """)
  }
}

extension IndexSnapshot {
  package func forEachReference(_ visit: (ReferenceAnswer) -> Void) throws {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT question, answers, at_ns FROM reference_answers ORDER BY at_ns, question")
    while let row = try rows.next() { visit(ReferenceAnswer(question: row[0], answers: row[1], at: row[2])) }
  }
}
