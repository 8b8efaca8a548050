package import CallModel
internal import GRDB

/// By which ids one call can be found.
package struct CallIdentity: Hashable, Sendable {
  package var id: Int64
  package var trace: TraceID
  package var span: SpanID
  package var parent: SpanID

  package init(id: Int64, trace: TraceID, span: SpanID, parent: SpanID) {
    self.id = id
    self.trace = trace
    self.span = span
    self.parent = parent
  }
}

extension IndexSnapshot {
  /// The calls after an id, by id: no further back than the latest `reach`, no more than `limit`.
  package func identities(after id: Int64, reach: Int64, limit: Int) throws -> [CallIdentity] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT id, trace, span, parent FROM calls
        WHERE id > max(?, (SELECT coalesce(max(id), 0) FROM calls) - ?) ORDER BY id LIMIT ?
        """, arguments: [id, reach, limit]
    ).map {
      CallIdentity(
        id: $0[0], trace: TraceID(stored: ($0[1] as StoredBytes).bytes), span: SpanID(UInt64(bitPattern: $0[2])),
        parent: SpanID(UInt64(bitPattern: $0[3])))
    }
  }
}
