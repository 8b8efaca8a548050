package import CallModel
internal import GRDB

/// Which calls of a list are wanted; nil is any.
package struct CallFilter: Hashable, Sendable {
  package var scope: Scope
  package var outcome: Outcome?
  /// Calls that this evaluator has judged.
  package var evaluator: String?
  /// Calls with a verdict of this kind, by `evaluator` if that is given.
  package var verdict: Verdict.Kind?
  /// Calls with any verdict.
  package var isJudged: Bool

  package init(
    scope: Scope = .everything, outcome: Outcome? = nil, evaluator: String? = nil, verdict: Verdict.Kind? = nil,
    isJudged: Bool = false
  ) {
    self.scope = scope
    self.outcome = outcome
    self.evaluator = evaluator
    self.verdict = verdict
    self.isJudged = isJudged
  }

  var looksAtVerdicts: Bool { isJudged || evaluator != nil || verdict != nil }

  func holds(_ call: StoredCall) -> Bool {
    if let outcome, call.outcome != outcome { return false }
    return scope == .everything || scope.matches(call.dimensions)
  }

  package func holds(_ judged: JudgedCall) -> Bool {
    if let evaluator, judged.evaluator != evaluator { return false }
    if let verdict, judged.verdict.kind != verdict { return false }
    return true
  }
}

/// One call with its verdicts.
package struct JudgedStoredCall: Sendable {
  package var call: StoredCall
  package var verdicts: [JudgedCall]

  package init(call: StoredCall, verdicts: [JudgedCall]) {
    self.call = call
    self.verdicts = verdicts
  }
}

/// Calls with their verdicts, newest first, and where the next page begins.
package struct CallPage: Sendable {
  package var calls: [JudgedStoredCall] = []
  /// Nil: there are no older calls in the range.
  package var next: CallQuery.Cursor?
}

extension IndexSnapshot {
  /// So many calls are looked at for one page, since a filter may hold for none of millions; a page
  /// that ends there is short, or empty, and has a next one.
  static let mostLookedAt = 20_000

  /// A page of the calls that a filter holds for.
  package func page(_ query: CallQuery, where filter: CallFilter) throws -> CallPage {
    let after = query.after.map { ($0.arrival, $0.id) } ?? (.max, .max)
    let limit = min(max(query.limit, 1), 1_000)
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(StoredCall.columns) FROM calls
        WHERE arrival_ns >= ? AND arrival_ns < ? AND (arrival_ns, id) < (?, ?)
        ORDER BY arrival_ns DESC, id DESC LIMIT ?
        """, arguments: [query.from, query.to, after.0, after.1, Self.mostLookedAt])
    var page = CallPage()
    var lookedAt = 0
    var last: StoredCall?
    while page.calls.count < limit, let row = try rows.next() {
      let call = StoredCall(row)
      lookedAt += 1
      last = call
      guard filter.holds(call) else { continue }
      let verdicts = try verdicts(of: call.id)
      if filter.looksAtVerdicts, !verdicts.contains(where: filter.holds) { continue }
      page.calls.append(JudgedStoredCall(call: call, verdicts: verdicts))
    }
    if let last, page.calls.count == limit || lookedAt == Self.mostLookedAt { page.next = CallQuery.Cursor(last) }
    return page
  }
}
