package import CallModel
internal import JSON

/// A batch of rows with what each evaluator says of them.
package struct JudgedRows: Sendable {
  package struct Row: Sendable {
    package let line: Int
    package let id: RowID
    /// One a evaluator, in their order.
    package let verdicts: [Verdict]

    package init(line: Int, id: RowID, verdicts: [Verdict]) {
      self.line = line
      self.id = id
      self.verdicts = verdicts
    }
  }

  /// In the file's order.
  package let rows: [Row]
  /// The lines between them that could not be judged.
  package let flaws: [RowFlaw]
  /// How long each evaluator took over all rows.
  package let durations: [Nanoseconds]

  package init(rows: [Row], flaws: [RowFlaw], durations: [Nanoseconds]) {
    self.rows = rows
    self.flaws = flaws
    self.durations = durations
  }

  /// A line for each row and evaluator, in the rows' order.
  package func lines(of evaluators: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in rows {
      for (evaluator, verdict) in zip(evaluators, row.verdicts) {
        VerdictLine.write(verdict, of: evaluator, on: row.id, into: &bytes)
      }
    }
    return bytes
  }
}
