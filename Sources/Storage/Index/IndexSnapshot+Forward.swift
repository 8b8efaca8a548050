package import CallModel
internal import GRDB

extension IndexSnapshot {
  /// Calls in the order of their arrival, at most `limit`, from the one after `cursor` on.
  ///
  /// To read much, take page after page, each in a snapshot of its own: one that is open for long keeps
  /// the write-ahead log of a running service from being emptied.
  ///
  /// - Parameter end: arrival, exclusive.
  package func calls(following cursor: CallQuery.Cursor, until end: Nanoseconds, limit: Int) throws -> [StoredCall] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT \(StoredCall.columns) FROM calls
        WHERE (arrival_ns, id) > (?, ?) AND arrival_ns < ? ORDER BY arrival_ns, id LIMIT ?
        """, arguments: [cursor.arrival, cursor.id, end, min(max(limit, 0), 10_000)]
    ).map(StoredCall.init)
  }

  /// The verdicts on the calls behind `cursor` up to `last`, by call.
  package func verdicts(following cursor: CallQuery.Cursor, upTo last: CallQuery.Cursor) throws -> [JudgedCall] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT \(JudgedCall.columns) FROM calls JOIN verdicts ON verdicts.call = calls.id
        WHERE (arrival_ns, calls.id) > (?, ?) AND (arrival_ns, calls.id) <= (?, ?)
        """, arguments: [cursor.arrival, cursor.id, last.arrival, last.id]
    ).map { JudgedCall($0, from: 0) }
  }
}
