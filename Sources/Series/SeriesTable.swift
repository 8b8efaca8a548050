/// One row of a series.
package struct SeriesRow: Hashable, Sendable {
  /// As the table writes it.
  package var timestamp: ArraySlice<UInt8>
  /// Seconds since 1970.
  package var time: Int64
  /// Finite.
  package var value: Double
}

/// Why a row of a table is none of a series.
package struct SeriesFlaw: Error, Hashable, Sendable {
  /// From 1.
  package var line: Int
  /// A sentence for a person; it may quote the table as it stands.
  package var reason: String
  /// Whether no other row can be read either.
  package var isFatal = false
}

/// Which columns of a table are the series, and what their fields say.
///
/// The first row is a header if its field for the value is no number. By name or, without a
/// header, by place from 1: the timestamp is `timestamp`, else the first column; the value is
/// `value`, else the second.
package struct SeriesTable: Sendable {
  private let timeName: String?
  private let valueName: String?
  private var columns: (time: Int, value: Int)?

  package init(timeColumn: String? = nil, valueColumn: String? = nil) {
    timeName = timeColumn
    valueName = valueColumn
  }

  /// The row of a series that a row of the table is; nil for its header.
  package mutating func read(_ row: borrowing CSVRow) throws(SeriesFlaw) -> SeriesRow? {
    if let flaw = row.flaw { throw SeriesFlaw(line: row.line, reason: flaw) }
    guard let columns else { return try begin(row) }
    return try series(row, columns)
  }

  private mutating func begin(_ row: borrowing CSVRow) throws(SeriesFlaw) -> SeriesRow? {
    var names: [String] = []
    for field in 0..<row.count { names.append(String(decoding: trimmed(row[field]), as: UTF8.self)) }
    let time = try place(of: timeName, usually: "timestamp", else: 0, in: names, line: row.line)
    let value = try place(of: valueName, usually: "value", else: 1, in: names, line: row.line)
    guard time != value else {
      throw SeriesFlaw(line: row.line, reason: "the timestamp and the value are the same column", isFatal: true)
    }
    columns = (time, value)
    let isHeader = number(row[value]) == nil && WrittenTime.seconds(trimmed(row[time])) == nil
    return isHeader ? nil : try series(row, (time, value))
  }

  private func place(
    of name: String?, usually usual: String, else place: Int, in names: [String], line: Int
  ) throws(SeriesFlaw) -> Int {
    if let found = names.firstIndex(of: name ?? usual) { return found }
    guard let name else { return place }
    if let number = Int(name), names.indices.contains(number - 1) { return number - 1 }
    throw SeriesFlaw(
      line: line, reason: "there is no column '\(name)'; there are \(names.prefix(20).joined(separator: ", "))",
      isFatal: true)
  }

  private func series(
    _ row: borrowing CSVRow, _ columns: (time: Int, value: Int)
  ) throws(SeriesFlaw) -> SeriesRow {
    let count = row.count
    let needed = max(columns.time, columns.value) + 1
    guard count >= needed else {
      throw SeriesFlaw(
        line: row.line, reason: "\(count == 1 ? "one column" : "\(count) columns") where \(needed) are needed")
    }
    let timestamp = trimmed(row[columns.time])
    guard let time = WrittenTime.seconds(timestamp) else {
      throw SeriesFlaw(
        line: row.line,
        reason: "'\(shown(timestamp))' is no timestamp; write 2014-04-01 00:00:00, RFC 3339 or seconds since 1970")
    }
    guard let value = number(row[columns.value]) else {
      throw SeriesFlaw(line: row.line, reason: "'\(shown(row[columns.value]))' is no finite number")
    }
    return SeriesRow(timestamp: timestamp, time: time, value: value)
  }
}

/// In decimal, and finite.
private func number(_ field: ArraySlice<UInt8>) -> Double? {
  let text = trimmed(field)
  // `Double` would read hexadecimal numbers and names too.
  guard text.count <= 400, text.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
    let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite
  else { return nil }
  return value
}

private func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var field = field
  while let first = field.first, first == 0x20 || first == 0x09 { field.removeFirst() }
  while let last = field.last, last == 0x20 || last == 0x09 { field.removeLast() }
  return field
}

/// The beginning of a field.
private func shown(_ field: ArraySlice<UInt8>) -> String {
  String(decoding: field.prefix(40), as: UTF8.self) + (field.count > 40 ? "…" : "")
}
