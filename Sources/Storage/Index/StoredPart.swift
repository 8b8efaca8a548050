package import CallModel
internal import GRDB

/// A piece of a call's content that lies elsewhere in the journal than its span.
package struct StoredPart: Hashable, Sendable {
  /// The call's id in the index.
  package var call: Int64
  /// What kind of piece; the meaning is the writer's, and stays.
  package var kind: Int64
  package var time: Nanoseconds
  package var batch: Int64
  package var source: ByteRange

  package init(call: Int64, kind: Int64, time: Nanoseconds, batch: Int64, source: ByteRange) {
    self.call = call
    self.kind = kind
    self.time = time
    self.batch = batch
    self.source = source
  }
}

extension Database {
  /// Inserts parts; those of a call's second judgement contain those of its first.
  func insert(_ parts: [StoredPart]) throws {
    if parts.isEmpty { return }
    let statement = try cachedStatement(
      sql: """
        INSERT OR REPLACE INTO parts (call, batch, span_offset, span_length, kind, time_ns) VALUES (?, ?, ?, ?, ?, ?)
        """)
    let row = RawStatement(statement.sqliteStatement)
    for part in parts {
      row.bind(part.call, at: 1)
      row.bind(part.batch, at: 2)
      row.bind(Int64(part.source.offset), at: 3)
      row.bind(Int64(part.source.count), at: 4)
      row.bind(part.kind, at: 5)
      row.bind(part.time, at: 6)
      try check(row.run())
    }
  }
}

extension IndexSnapshot {
  /// The pieces of a call's content, in order of time.
  package func parts(of call: Int64) throws -> [StoredPart] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT call, batch, span_offset, span_length, kind, time_ns FROM parts WHERE call = ?
        ORDER BY time_ns, batch, span_offset
        """, arguments: [call]
    ).map {
      StoredPart(
        call: $0[0], kind: $0[4], time: $0[5], batch: $0[1],
        source: ByteRange(offset: UInt32(clamping: $0[2] as Int64), count: UInt32(clamping: $0[3] as Int64)))
    }
  }
}
