package import CallModel
internal import GRDB

extension Index {
  /// Deletes a chunk of what is older than `since`, oldest first; true if there may be more.
  ///
  /// A chunk of the default size takes some milliseconds, so that the owner can write between
  /// two of them. Alerts and audit lines stay until `historySince`. Freed pages are used again;
  /// the file does not shrink.
  package func retain(
    since: Nanoseconds, historySince: Nanoseconds = .min, chunk: Int = 2_000
  ) throws(StorageError) -> Bool {
    let lastCall = nextCall - 1
    return try translating(path) {
      try pool.write { database in
        var isMore = false
        func delete(_ sql: SQL) throws {
          try database.execute(literal: sql)
          if database.changesCount >= chunk { isMore = true }
        }
        try delete(
          """
          DELETE FROM calls WHERE id IN
            (SELECT id FROM calls WHERE arrival_ns < \(since) ORDER BY arrival_ns LIMIT \(chunk))
          """)
        // By the oldest call, not by their own calls: late verdicts of deleted calls go too. Those
        // that people have labelled stay with their labels.
        let oldest = try Int64.fetchOne(database, sql: "SELECT min(id) FROM calls") ?? lastCall + 1
        try delete(
          """
          DELETE FROM verdicts WHERE (call, evaluator) IN
            (SELECT call, evaluator FROM verdicts
             WHERE call < \(oldest) AND call NOT IN (SELECT call FROM feedback) ORDER BY call LIMIT \(chunk))
          """)
        try delete(
          """
          DELETE FROM parts WHERE (call, batch, span_offset) IN
            (SELECT call, batch, span_offset FROM parts WHERE call < \(oldest) ORDER BY call LIMIT \(chunk))
          """)
        try delete(
          """
          DELETE FROM batches WHERE received_ns < \(since) AND id IN
            (SELECT id FROM batches WHERE id <= (SELECT complete_batch FROM progress) ORDER BY id LIMIT \(chunk))
          """)
        try delete(
          """
          DELETE FROM fingerprints WHERE batch IN
            (SELECT batch FROM fingerprints WHERE batch < (SELECT min(id) FROM batches) ORDER BY batch LIMIT \(chunk))
          """)
        try delete(
          """
          DELETE FROM feedback WHERE (call, evaluator, person) IN
            (SELECT call, evaluator, person FROM feedback ORDER BY at_ns DESC LIMIT \(chunk) OFFSET \(Feedback.most))
          """)
        try delete(
          "DELETE FROM alerts WHERE id IN (SELECT id FROM alerts WHERE at_ns < \(historySince) LIMIT \(chunk))")
        try delete("DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at_ns < \(historySince) LIMIT \(chunk))")
        return isMore
      }
    }
  }
}
