internal import CallModel
internal import Evaluation
internal import Glibc
internal import Synchronization

/// Where what was judged goes, batch after batch in the rows' order; on a thread that may block.
final class EvalReport: Sendable {
  struct Options: Sendable {
    /// What messages call the rows.
    var data: String
    /// The size of their file, if it is known.
    var size: Int?
    var evaluators: [String]
    var isJSON: Bool
    var junit: String?
    var baseline: String?
    var mostFailures: Double?
  }

  private struct State: ~Copyable {
    var tallies: [Tally]
    var changes = ChangeCounts()
    var baseline: Baseline<EvalFailure>?
    var junit: JUnitFile?
    var progress: ProgressBar
    var flaws = 0
  }

  /// How many lines of a kind are named; there may be as many as rows.
  private static let mostNamed = 100
  private let options: Options
  private let state: Mutex<State>

  init(_ options: Options) throws(EvalFailure) {
    self.options = options
    let junit: JUnitFile?
    if let path = options.junit {
      junit = try JUnitFile(path: path, name: "assay eval \(options.data)")
    } else {
      junit = nil
    }
    var baseline: Baseline<EvalFailure>?
    if let path = options.baseline { baseline = try Baseline(path: path, evaluators: options.evaluators) }
    state = Mutex(
      State(
        tallies: options.evaluators.map { Tally($0) }, baseline: baseline, junit: junit,
        progress: ProgressBar(size: options.size, isJSON: options.isJSON)))
  }

  /// - Parameter size: the bytes that the batch's lines had.
  func take(_ batch: JudgedRows, size: Int) throws(EvalFailure) {
    let result = state.withLock { state in
      Result { () throws(EvalFailure) in
        if options.isJSON {
          try writeAll(batch.lines(of: options.evaluators), to: STDOUT_FILENO, named: "standard output")
        }
        let rows = batch.rows.count
        for (place, duration) in batch.durations.enumerated() { state.tallies[place].add(duration, rows: rows) }
        for row in batch.rows {
          for (place, verdict) in row.verdicts.enumerated() {
            try take(verdict, of: place, on: row.id, duration: batch.durations[place] / Int64(rows), &state)
          }
        }
        for flaw in batch.flaws { take(flaw, &state) }
        state.progress.line.rows += rows
        state.progress.line.bytes += size
        state.progress.draw()
      }
    }
    try result.get()
  }

  private func take(
    _ verdict: Verdict, of place: Int, on id: RowID, duration: Nanoseconds, _ state: inout State
  ) throws(EvalFailure) {
    let evaluator = options.evaluators[place]
    state.tallies[place].add(verdict, on: id)
    if verdict.kind == .fail || verdict.kind == .error { state.progress.line.failures += 1 }
    var change: Change?
    if state.baseline != nil {
      let old = try state.baseline?.kind(of: VerdictKey(id: id, evaluator: evaluator))
      let found = Change(from: old ?? nil, to: verdict.kind)
      change = found
      state.changes.add(found, verdict.kind)
      if found == .regression, state.changes[.regression] <= Self.mostNamed {
        state.progress.clear()
        let why = (verdict.explanation ?? "").printable(atMost: 300)
        say("regression: \(id.text.printable(atMost: 60)) \(evaluator) pass -> \(verdict.kind.name): \(why)")
      }
    }
    try state.junit?.add(verdict, of: evaluator, on: id, change: change, duration: duration)
  }

  private func take(_ flaw: RowFlaw, _ state: inout State) {
    state.flaws += 1
    state.junit?.add(flaw)
    guard state.flaws <= Self.mostNamed else { return }
    state.progress.clear()
    printError("\(options.data):\(flaw.line): \(flaw)")
  }

  /// What people read is on standard output, unless lines for programs are.
  private func say(_ line: String) { options.isJSON ? printError(line) : printNow(line) }

  /// Says what was found.
  ///
  /// - Returns: the exit status.
  func finish(_ outcome: EvalRun.Outcome) -> Int32 {
    state.withLock { state in
      state.progress.clear()
      if state.flaws > Self.mostNamed { printError("and \(state.flaws - Self.mostNamed) more lines are wrong") }
      switch outcome {
      case .failed(let failure):
        if !failure.isQuiet { printError(failure.description) }
        return 2
      case .interrupted:
        printError("interrupted after \(state.progress.line.rows) rows")
        return 130
      case .whole: break
      }
      do throws(EvalFailure) {
        state.changes.gone = try state.baseline?.gone() ?? 0
        try state.junit?.finish()
        return try conclude(&state)
      } catch {
        if !error.isQuiet { printError(error.description) }
        return 2
      }
    }
  }

  private func conclude(_ state: inout State) throws(EvalFailure) -> Int32 {
    if !options.isJSON, state.progress.line.rows > 0 {
      let table = SummaryTable(state.tallies).lines.map { $0 + "\n" }.joined()
      try writeAll(Array(table.utf8), to: STDOUT_FILENO, named: "standard output")
    }
    let unnamed = state.changes[.regression] - Self.mostNamed
    if unnamed > 0 { say("and \(unnamed) more regressions") }
    if let baseline = state.baseline {
      if baseline.repeats > 0 { printError("--baseline: \(baseline.repeats) ids stand twice; the last verdict counts") }
      say("against the baseline: \(state.changes.text)")
    }
    for tally in state.tallies where tally.rows > 0 && tally[.skip] == tally.rows {
      printError("\(tally.evaluator): every row was skipped, nothing is judged")
    }
    if state.flaws > 0 { return 2 }
    guard state.progress.line.rows > 0 else {
      printError("\(options.data): it holds no rows")
      return 2
    }
    let gate = Gate(hasBaseline: state.baseline != nil, mostFailures: options.mostFailures)
    let reasons = gate.reasons(state.tallies, state.changes)
    for reason in reasons where options.mostFailures != nil { printError(reason) }
    return reasons.isEmpty ? 0 : 1
  }
}
