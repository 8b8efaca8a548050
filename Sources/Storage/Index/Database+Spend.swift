internal import CallModel
internal import GRDB

extension Database {
  /// Adds the sums of calls to those that are there; with them all calls up to one are summed up.
  func add(_ tally: SpendTally, upTo last: Int64, known: inout SpendSeriesCache, _ insertion: CallInsertion) throws {
    if tally.rows.isEmpty { return }
    let statement = try cachedStatement(
      sql: "INSERT INTO spend (width_ns, start_ns, series, \(SpendColumns.list)) "
        + "VALUES (\(SpendTally.width), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" + SpendColumns.adding)
    let row = RawStatement(statement.sqliteStatement)
    for sums in tally.rows {
      row.bind(sums.start, at: 1)
      row.bind(try id(of: tally.series[sums.series], at: sums.start, known: &known, insertion), at: 2)
      SpendColumns.bind(sums.sums, on: row, from: 3)
      try check(row.run())
    }
    let progress = try cachedStatement(sql: "UPDATE spend_progress SET last_call = ?")
    let mark = RawStatement(progress.sqliteStatement)
    mark.bind(last, at: 1)
    try check(mark.run())
  }

  /// The id of a series, which gets one if it has none.
  private func id(
    of series: SpendSeries, at start: Nanoseconds, known: inout SpendSeriesCache, _ insertion: CallInsertion
  ) throws -> Int64 {
    let day = start - start % .days(1)
    if let id = known[series], id.day >= day { return id.id }
    let statement = try cachedStatement(
      sql: """
        INSERT INTO spend_series (route, provider, model, tenant, user, key, last_day_ns) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET last_day_ns = max(last_day_ns, excluded.last_day_ns) RETURNING id, last_day_ns
        """)
    let row = RawStatement(statement.sqliteStatement)
    row.bind(day, at: 7)
    let found = series.bind(insertion, on: row) { row.firstRow { ($0.integer(0), $0.integer(1)) } }
    switch found {
    case .success(let (id, day)):
      known[series] = SpendSeriesCache.Known(id: id, day: day)
      return id
    case .failure(let failure):
      try check(failure.code)
      return 0
    }
  }
}
