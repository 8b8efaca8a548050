package import CallModel
internal import GRDB

/// What a person says of an answer; a later word of the same person takes its place.
package struct Feedback: Hashable, Sendable {
  /// So many labels are kept, the latest ones, with the verdicts on their calls.
  package static let most = 100_000

  /// The call's id in the index.
  package var call: Int64
  /// Whose question it answers; nil: of the answer as such, which counts for every evaluator.
  package var evaluator: String?
  package var person: String
  package var isGood: Bool
  package var comment: String?
  package var at: Nanoseconds

  package init(
    call: Int64, evaluator: String? = nil, person: String, isGood: Bool, comment: String? = nil, at: Nanoseconds
  ) {
    self.call = call
    self.evaluator = evaluator
    self.person = person
    self.isGood = isGood
    self.comment = comment
    self.at = at
  }
}

/// A verdict on a call that people have labelled, and what most of them say.
package struct LabelledCall: Hashable, Sendable {
  package var call: Int64
  package var evaluator: String
  package var kind: Verdict.Kind
  package var score: Double?
  package var isGood: Bool
}

extension Database {
  func upsert(_ label: Feedback) throws {
    try execute(
      literal: """
        INSERT OR REPLACE INTO feedback (call, evaluator, person, is_good, comment, at_ns)
        VALUES (\(label.call), \(label.evaluator ?? ""), \(label.person), \(label.isGood), \(label.comment), \(label.at))
        """)
  }
}

extension IndexSnapshot {
  /// Labels, newest first.
  package func feedback(limit: Int) throws -> [Feedback] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT call, evaluator, person, is_good, comment, at_ns FROM feedback
        ORDER BY at_ns DESC, call, evaluator, person LIMIT ?
        """, arguments: [min(max(limit, 0), 1_000)]
    ).map {
      let evaluator: String = $0[1]
      return Feedback(
        call: $0[0], evaluator: evaluator.isEmpty ? nil : evaluator, person: $0[2], isGood: $0[3], comment: $0[4],
        at: $0[5])
    }
  }

  package func feedbackCount() throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM feedback") ?? 0
  }

  /// The passes and fails on labelled calls, by evaluator and call. What is said of an evaluator's own
  /// question counts before what is said of the answer as such; where people are equally divided
  /// there is none.
  package func labelledCalls() throws -> [LabelledCall] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT verdicts.call, verdicts.evaluator, kind, score,
          coalesce(nullif(sum(CASE WHEN feedback.evaluator = '' THEN 0 ELSE 2 * is_good - 1 END), 0),
            CASE WHEN max(feedback.evaluator) = '' THEN sum(2 * is_good - 1) ELSE 0 END) AS balance
        FROM feedback JOIN verdicts ON verdicts.call = feedback.call
        WHERE feedback.evaluator IN ('', verdicts.evaluator) AND kind IN ('pass', 'fail')
        GROUP BY verdicts.call, verdicts.evaluator HAVING balance != 0
        ORDER BY verdicts.evaluator, verdicts.call
        """
    ).map {
      LabelledCall(
        call: $0[0], evaluator: $0[1], kind: Verdict.Kind(stored: $0[2]), score: $0[3], isGood: ($0[4] as Int64) > 0)
    }
  }

  /// The calls of a trace among the latest, newest first: a call has no index on its trace.
  ///
  /// - Parameter mostLookedAt: so many calls are looked at.
  package func calls(ofTrace trace: TraceID, mostLookedAt: Int = 200_000) throws -> [StoredCall] {
    let bytes = withUnsafeBytes(of: (trace.high.bigEndian, trace.low.bigEndian)) { StoredBytes(bytes: Array($0)) }
    return try Row.fetchAll(
      database,
      sql: """
        SELECT \(StoredCall.columns) FROM calls
        WHERE id > (SELECT max(id) FROM calls) - ? AND trace = ? ORDER BY id DESC LIMIT 100
        """, arguments: [mostLookedAt, bytes]
    ).map(StoredCall.init)
  }
}
