internal import CallModel
internal import Evaluation
internal import Pipeline
internal import PluginKit
internal import ServiceConfig

/// Judges the rows of a file: batches side by side, reported in the file's order.
struct EvalRun: Sendable {
  /// How many batches, and bytes of their rows, are in work or wait for those before them; one
  /// batch may be larger.
  private static let mostBatches = 16
  private static let mostBytes = 32 << 20

  /// How it ended.
  enum Outcome: Sendable {
    case whole
    case interrupted
    /// The rows could not be read to their end, or the report not be written.
    case failed(EvalFailure)
  }

  let evaluators: [EvaluatorEntry]
  let input: LineFile
  let report: EvalReport

  private struct Done: Sendable {
    let number: Int
    let size: Int
    let rows: JudgedRows
  }

  private enum Event: Sendable {
    case read(Result<[NumberedLine], EvalFailure>?)
    case judged(Done)
  }

  /// Reads on one thread and writes on another, since rows may come slowly; judges on those of the
  /// cooperative pool.
  func run() async -> Outcome {
    let reader = RequestThread("eval-read")
    let writer = RequestThread("eval-write")
    defer {
      reader.stop()
      writer.stop()
    }
    await forEachEvaluator { await $0.start() }
    let work = Task { await judgeAll(reader, writer) }
    let watch = Task {
      while !Interruption.isAsked { try await Task.sleep(for: .milliseconds(50)) }
      work.cancel()
    }
    let outcome = await work.value
    watch.cancel()
    await forEachEvaluator { await $0.stop() }
    if case .failed = outcome { return outcome }
    return Interruption.isAsked ? .interrupted : outcome
  }

  /// Side by side: a program takes its time to start.
  private func forEachEvaluator(_ body: @escaping @Sendable (any Evaluator) async -> Void) async {
    await withTaskGroup(of: Void.self) { group in
      for entry in evaluators { group.addTask { await body(entry.evaluator) } }
    }
  }

  private func judgeAll(_ reader: RequestThread, _ writer: RequestThread) async -> Outcome {
    await withTaskGroup(of: Event.self) { group in
      var (read, reported, size) = (0, 0, 0)
      var (isReading, isOver) = (false, false)
      var ahead: [Int: Done] = [:]
      while !Task.isCancelled {
        if !isOver, !isReading, read - reported < Self.mostBatches, size < Self.mostBytes {
          isReading = true
          group.addTask { [input] in
            .read(await reader.run { Result { () throws(EvalFailure) in try input.batch() } })
          }
        }
        switch await group.next() {
        case nil: return .whole
        case .read(let result)?:
          isReading = false
          switch result {
          case .success(let lines)? where !lines.isEmpty:
            let batch = (number: read, size: lines.reduce(0) { $0 + $1.size })
            read += 1
            size += batch.size
            group.addTask { [evaluators] in
              .judged(Done(number: batch.number, size: batch.size, rows: await judge(lines, by: evaluators)))
            }
          case .success?: isOver = true
          case .failure(let failure)?: return stopped(&group, failure)
          case nil: return stopped(&group, EvalFailure("the system gives no more threads to this process"))
          }
        case .judged(let done)?: ahead[done.number] = done
        }
        while let next = ahead.removeValue(forKey: reported) {
          reported += 1
          size -= next.size
          let taken = await writer.run { [report] in
            Result { () throws(EvalFailure) in try report.take(next.rows, size: next.size) }
          }
          if case .failure(let failure)? = taken { return stopped(&group, failure) }
        }
      }
      return .interrupted
    }
  }

  /// What is under way ends early: nobody will read it.
  private func stopped(_ group: inout TaskGroup<Event>, _ failure: EvalFailure) -> Outcome {
    Interruption.ask()
    group.cancelAll()
    return .failed(failure)
  }
}

/// Judges one batch by every evaluator.
private func judge(_ lines: [NumberedLine], by evaluators: [EvaluatorEntry]) async -> JudgedRows {
  var rows: [EvalRow] = []
  var flaws: [RowFlaw] = []
  for line in lines {
    do throws(RowFlaw) { rows.append(try EvalRow(line)) } catch { flaws.append(error) }
  }
  let calls = rows.map(\.call)
  var columns: [[Verdict]] = []
  var durations: [Nanoseconds] = []
  for evaluator in evaluators {
    let start = ContinuousClock.now
    let verdicts = calls.isEmpty ? [] : await evaluator.evaluator.judge(calls)
    durations.append(Nanoseconds((ContinuousClock.now - start) / .nanoseconds(1)))
    columns.append(
      verdicts.count == calls.count
        ? verdicts
        : calls.map { _ in
          .error("the evaluator gave \(verdicts.count) verdicts for \(calls.count) rows", label: "broken")
        })
  }
  let judged = rows.enumerated().map { place, row in
    JudgedRows.Row(line: row.line, id: row.id, verdicts: columns.map { $0[place] })
  }
  return JudgedRows(rows: judged, flaws: flaws, durations: durations)
}
