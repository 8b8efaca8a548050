package import CallModel
internal import GRDB

extension IndexSnapshot {
  /// What was spent: by step, and in each step the dearest combination first and the rest last.
  ///
  /// The combinations that have rows of their own are the dearest of the whole range.
  package func spend(_ query: SpendQuery) throws -> [SpendGroup] {
    let top = try dearest(query)
    guard let length = query.step.length else { return top }
    var places: [[Dimension: String]: Int] = [:]
    for group in top where !group.isOther { places[group.names] = places.count }

    var result: [SpendGroup] = []
    var step: [(place: Int, group: SpendGroup)] = []
    var other: SpendGroup?
    func finishStep() {
      result += step.sorted { $0.place < $1.place }.map(\.group)
      if let other { result.append(other) }
      step = []
      other = nil
    }
    var latest: Nanoseconds?
    try forEachGroup(query, start: "start_ns - start_ns % \(length)", order: "start_of_step") { names, start, sums in
      if start != latest { finishStep() }
      latest = start
      if let place = places[names] {
        step.append((place, SpendGroup(names: names, start: start, sums: sums)))
      } else {
        other = other ?? SpendGroup(names: [:], isOther: true, start: start, sums: SpendSums())
        other?.sums += sums
      }
    }
    finishStep()
    return result
  }

  /// Every sum whose stretch begins at or after a moment: what budgets are rebuilt from. Some
  /// stretches come in several parts.
  package func forEachSpend(since: Nanoseconds, _ visit: (SpendRow) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(SpendColumns.list), start_ns, width_ns, route, tenant, user, key, provider, model
        FROM spend CROSS JOIN spend_series ON id = series WHERE \(Self.anyWidth) AND start_ns >= ?1
        UNION ALL
        SELECT \(UnsummedCalls.sums), \(UnsummedCalls.start), \(UnsummedCalls.width), ifnull(route, ''),
          ifnull(tenant, ''), ifnull(user, ''), ifnull(key, ''), ifnull(provider, ''), ifnull(model, '')
        FROM calls WHERE \(UnsummedCalls.condition) AND \(UnsummedCalls.start) >= ?1
        """, arguments: [since])
    while let row = try rows.next() {
      func name(_ column: Int) -> String? {
        let name: String = row[column]
        return name.isEmpty ? nil : name
      }
      try visit(
        SpendRow(
          start: row[9], width: row[10],
          dimensions: Dimensions(
            route: name(11), tenant: name(12), user: name(13), key: name(14), provider: name(15), model: name(16)),
          sums: SpendColumns.read { row[Int($0)] }))
    }
  }

  /// The combinations over the whole range: the dearest, then the rest in one.
  private func dearest(_ query: SpendQuery) throws -> [SpendGroup] {
    var result: [SpendGroup] = []
    var other: SpendGroup?
    let cost =
      "sum(cost_nano >> 32) + (sum(cost_nano & 4294967295) >> 32) DESC, sum(cost_nano & 4294967295) & 4294967295"
    try forEachGroup(query, start: "0", order: "\(cost) DESC, sum(calls >> 32) DESC, sum(calls & 4294967295) DESC") {
      names, _, sums in
      if result.count < query.limit {
        result.append(SpendGroup(names: names, start: query.from, sums: sums))
      } else {
        other = other ?? SpendGroup(names: [:], isOther: true, start: query.from, sums: SpendSums())
        other?.sums += sums
      }
    }
    if let other { result.append(other) }
    return result
  }

  private func forEachGroup(
    _ query: SpendQuery, start: String, order: String,
    _ visit: (_ names: [Dimension: String], _ start: Nanoseconds, SpendSums) -> Void
  ) throws {
    var arguments: StatementArguments = [query.from, query.to]
    var conditions = [Self.anyWidth, "start_ns >= ?", "start_ns < ?"]
    for clause in query.on.clauses {
      let column = clause.dimension.spendColumn
      conditions.append("\(column) GLOB ? AND \(column) <> ''")
      arguments += [sqliteGlob(clause.pattern)]
    }
    let columns = query.by.map(\.spendColumn)
    let groups = (columns + ["start_of_step"]).joined(separator: ", ")
    let names = columns.map { "\($0), " }.joined()
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(names)\(start) AS start_of_step, \(SpendColumns.sums)
        FROM (
          SELECT width_ns, start_ns, \(SpendColumns.list), \(UnsummedCalls.names.joined(separator: ", "))
          FROM spend CROSS JOIN spend_series ON id = series
          UNION ALL
          SELECT \(UnsummedCalls.width), \(UnsummedCalls.start), \(UnsummedCalls.sums), \(UnsummedCalls.spelledNames)
          FROM calls WHERE \(UnsummedCalls.condition)
        ) WHERE \(conditions.joined(separator: " AND "))
        GROUP BY \(groups) ORDER BY \(order)\(columns.map { ", \($0)" }.joined())
        """, arguments: arguments)
    while let row = try rows.next() {
      var names: [Dimension: String] = [:]
      for (column, dimension) in query.by.enumerated() {
        let name: String = row[column]
        if !name.isEmpty { names[dimension] = name }
      }
      let first = query.by.count + 1
      visit(names, row[first - 1], SpendColumns.readSums { row[first + $0] })
    }
  }

  /// Lets SQLite seek in each width instead of reading all that is older.
  private static var anyWidth: String {
    let widths = [SpendTally.width, .hours(1), .days(1)].map { "\($0)" }
    return "width_ns IN (\(widths.joined(separator: ", ")))"
  }
}

extension Dimension {
  /// The column of `spend_series`, or an expression over its columns.
  fileprivate var spendColumn: String {
    switch self {
    case .route, .tenant, .user, .key, .provider, .model: rawValue
    case .caller: "CASE WHEN key <> '' THEN key WHEN tenant <> '' THEN tenant ELSE user END"
    }
  }
}

/// A scope's pattern as SQLite's GLOB has it, to which `?` and `[` mean something, too.
func sqliteGlob(_ pattern: String) -> String {
  var result = ""
  var rest = Substring(pattern)
  while let character = rest.unicodeScalars.first {
    if rest.hasPrefix("%2A") {
      result += "[*]"
      rest = rest.dropFirst(3)
    } else if rest.hasPrefix("%25") {
      result += "%"
      rest = rest.dropFirst(3)
    } else {
      result += character == "?" ? "[?]" : character == "[" ? "[[]" : String(character)
      rest.unicodeScalars.removeFirst()
    }
  }
  return result
}
