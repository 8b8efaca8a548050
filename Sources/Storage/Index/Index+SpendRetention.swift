package import CallModel
internal import GRDB

/// How long sums of spend stay as fine as they are.
///
/// Rolling budgets of up to a day find five minutes, those of up to a month find hours, calendar
/// budgets find whole days.
package enum SpendRetention {
  package static let fiveMinutes = Nanoseconds.hours(26)
  package static let hours = Nanoseconds.days(40)
  package static let days = Nanoseconds.days(400)
}

extension Index {
  /// Folds a chunk of old sums into hours and days, and deletes what is older than 400 days;
  /// true if there may be more.
  ///
  /// A chunk of the default size takes some milliseconds, so that the owner can write between
  /// two of them. Each commits by itself: a crash between two loses nothing and counts nothing
  /// twice.
  package func compactSpend(at now: Nanoseconds, chunk: Int = 2_000) throws(StorageError) -> Bool {
    try sumUp()
    var forgotten = false
    let isMore = try translating(path) {
      try pool.write { database in
        let hours = try fold(
          from: SpendTally.width, into: .hours(1), before: now - SpendRetention.fiveMinutes, chunk, database)
        let days = try fold(from: .hours(1), into: .days(1), before: now - SpendRetention.hours, chunk, database)
        let end = now - SpendRetention.days
        let old = "width_ns = \(Nanoseconds.days(1)) AND start_ns <= \(end - .days(1))"
        try database.execute(
          sql: """
            DELETE FROM spend WHERE (width_ns, start_ns, series) IN (
              SELECT width_ns, start_ns, series FROM spend WHERE \(old) ORDER BY start_ns, series LIMIT \(chunk))
            """)
        let deleted = database.changesCount
        // A day more, so that none is taken away from a row that is still there.
        try database.execute(
          sql: """
            DELETE FROM spend_series WHERE id IN (
              SELECT id FROM spend_series WHERE last_day_ns < \(end - .days(2)) ORDER BY last_day_ns LIMIT \(chunk))
            """)
        forgotten = database.changesCount > 0
        return hours || days || deleted >= chunk || database.changesCount >= chunk
      }
    }
    if forgotten { knownSeries.removeAll() }
    return isMore
  }

  private func fold(
    from fine: Nanoseconds, into coarse: Nanoseconds, before moment: Nanoseconds, _ chunk: Int, _ database: Database
  ) throws -> Bool {
    // Whole ones only, so that no stretch is kept in both widths.
    let end = moment - moment % coarse
    let rows = "FROM spend WHERE width_ns = \(fine) AND start_ns < \(end) ORDER BY start_ns, series LIMIT \(chunk)"
    try database.execute(
      sql: """
        INSERT INTO spend (width_ns, start_ns, series, \(SpendColumns.list))
        SELECT \(coarse), start_ns - start_ns % \(coarse), series, \(SpendColumns.list) FROM (SELECT * \(rows))
        WHERE true
        """ + SpendColumns.adding)
    try database.execute(
      sql: """
        DELETE FROM spend WHERE (width_ns, start_ns, series) IN (SELECT width_ns, start_ns, series \(rows))
        """)
    return database.changesCount >= chunk
  }
}
