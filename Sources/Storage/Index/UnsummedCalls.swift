internal import CallModel
internal import GRDB

/// The calls that are written and not summed up yet, as rows of sums.
///
/// Summing up every transaction by itself would cost half as much again as writing its calls, so
/// under load many are summed up at once. Until then they are added where sums are read, and after
/// a crash when the index is opened: what is committed is never missing in a sum.
enum UnsummedCalls {
  private static func name(_ column: String) -> String { "ifnull(calls.\(column), '')" }
  private static func count(_ column: String) -> String { "max(0, ifnull(calls.\(column), 0))" }

  static let names = ["route", "provider", "model", "tenant", "user", "key"]
  static let width = "\(SpendTally.width)"
  static let start = "calls.arrival_ns - calls.arrival_ns % \(SpendTally.width)"
  static let condition = "calls.id > (SELECT last_call FROM spend_progress)"

  /// The columns of sums of one call.
  static let sums =
    (["1", "calls.outcome = 'error'", "calls.cost_nano IS NULL"]
    + [
      "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "reasoning_tokens", "cost_nano",
    ].map(count)).joined(separator: ", ")

  /// The names of one call, as `spend_series` has them.
  static let spelledNames = names.map { "\(name($0)) AS \($0)" }.joined(separator: ", ")

  /// Sums up those that are there: after a crash, and those of a version before there were sums.
  ///
  /// One call after the other, since SQLite's `sum` fails where these sums saturate.
  static func sumUp(_ database: Database) throws {
    let columns = names.joined(separator: ", ")
    let same = names.map { "series.\($0) = \(name($0))" }.joined(separator: " AND ")
    let isAny = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM calls WHERE \(condition))") ?? false
    guard isAny else { return }
    try database.execute(
      sql: """
        INSERT INTO spend_series (\(columns), last_day_ns)
        SELECT \(spelledNames), max(arrival_ns) - max(arrival_ns) % \(Nanoseconds.days(1))
        FROM calls WHERE \(condition) GROUP BY 1, 2, 3, 4, 5, 6
        ON CONFLICT DO UPDATE SET last_day_ns = max(last_day_ns, excluded.last_day_ns);
        INSERT INTO spend (width_ns, start_ns, series, \(SpendColumns.list))
        SELECT \(width), \(start), series.id, \(sums)
        FROM calls CROSS JOIN spend_series AS series ON \(same) WHERE \(condition)
        """ + SpendColumns.adding + """
          ;
          UPDATE spend_progress SET last_call = max(last_call, (SELECT max(id) FROM calls));
          """)
  }
}
