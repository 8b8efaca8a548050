internal import Analysis
internal import CallModel

/// Tallies as a table for people, with the worst failures below it.
package struct SummaryTable {
  private let tallies: [Tally]

  package init(_ tallies: [Tally]) { self.tallies = tallies }

  package var lines: [String] {
    let head = ["EVALUATOR", "ROWS", "PASS", "FAIL", "SKIP", "ERROR", "FAIL RATIO (95 %)", "SCORE", "P50", "P99"]
    let table = [head] + tallies.map(row)
    let widths = head.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    return table.map { cells in
      zip(cells, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    } + tallies.flatMap(failures)
  }

  private func row(_ tally: Tally) -> [String] {
    [
      tally.evaluator, "\(tally.rows)", "\(tally[.pass])", "\(tally[.fail])", "\(tally[.skip])", "\(tally[.error])",
      ratio(tally), tally.meanScore.map { fixed($0, 3) } ?? "-", time(tally.seconds.quantile(0.5)),
      time(tally.seconds.quantile(0.99)),
    ]
  }

  /// `9.1 % (7.4 to 11.1)`
  private func ratio(_ tally: Tally) -> String {
    guard let ratio = tally.failRatio else { return "-" }
    let interval = WilsonInterval(ratio: ratio, size: Double(tally[.pass] + tally[.fail]))
    return "\(fixed(ratio * 100, 1)) % (\(fixed(interval.lower * 100, 1)) to \(fixed(interval.upper * 100, 1)))"
  }

  private func failures(_ tally: Tally) -> [String] {
    if tally.worst.isEmpty { return [] }
    let count = tally[.fail] + tally[.error]
    let what = tally.worst.count < count ? "the worst \(tally.worst.count) of \(count) failures" : "failures"
    return ["", "\(tally.evaluator): \(what)"]
      + tally.worst.map { failure in
        let label = [failure.kind == .error ? "error" : nil, failure.label].compactMap { $0 }
        let score = failure.score.map { "  \(fixed($0, 2))" } ?? ""
        return "  \(failure.id)\(score)\(label.isEmpty ? "" : "  [\(label.joined(separator: ": "))]")"
          + "  \(failure.explanation)"
      }
  }
}

/// A number with so many decimals, rounded to the nearest.
func fixed(_ value: Double, _ decimals: Int) -> String {
  var power = 1.0
  for _ in 0..<decimals { power *= 10 }
  let scaled = (abs(value) * power).rounded()
  guard scaled < 1e15 else { return "\(value)" }
  let digits = String(Int64(scaled))
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return decimals == 0 ? sign + padded : "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
}

/// A time in the unit that fits it: `1.2 µs`.
func time(_ seconds: Double?) -> String {
  guard let seconds else { return "-" }
  if seconds < 1e-6 { return "\(fixed(seconds * 1e9, 0)) ns" }
  if seconds < 1e-3 { return "\(fixed(seconds * 1e6, 1)) µs" }
  if seconds < 1 { return "\(fixed(seconds * 1e3, 1)) ms" }
  return "\(fixed(seconds, 1)) s"
}
