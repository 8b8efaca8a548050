package import CallModel

/// What one evaluator said of all rows so far, in bounded memory.
package struct Tally: Sendable {
  /// A failure that is shown to people.
  package struct Failure: Hashable, Sendable {
    package let id: String
    package let kind: Verdict.Kind
    package let score: Double?
    package let label: String?
    package let explanation: String
  }

  /// How many failures are shown.
  package static let mostFailures = 5

  package let evaluator: String
  package private(set) var rows = 0
  private var kinds = [Int](repeating: 0, count: Verdict.Kind.allCases.count)
  private var scores = (count: 0, sum: 0.0)
  /// Seconds a row; rows of one batch share its time.
  package private(set) var seconds = ExponentialHistogram()
  /// The failures with the lowest scores, worst first; earlier rows before later ones.
  package private(set) var worst: [Failure] = []

  package init(_ evaluator: String) { self.evaluator = evaluator }

  package subscript(kind: Verdict.Kind) -> Int { kinds[Int(kind.rawValue)] }

  /// Nil if no verdict had a score.
  package var meanScore: Double? { scores.count == 0 ? nil : scores.sum / Double(scores.count) }

  /// The share of answers that were judged bad; nil if none was judged.
  package var failRatio: Double? {
    let judged = self[.pass] + self[.fail]
    return judged == 0 ? nil : Double(self[.fail]) / Double(judged)
  }

  /// The share of verdicts, those that say nothing aside, that do not hold: an evaluator that
  /// could not judge must not let a build pass.
  package var shortfall: Double {
    let counted = self[.pass] + self[.fail] + self[.error]
    return counted == 0 ? 0 : Double(self[.fail] + self[.error]) / Double(counted)
  }

  package mutating func add(_ verdict: Verdict, on id: RowID) {
    rows += 1
    kinds[Int(verdict.kind.rawValue)] += 1
    if let score = verdict.score, score.isFinite {
      scores.count += 1
      scores.sum += score
    }
    if verdict.kind == .fail || verdict.kind == .error { note(verdict, id) }
  }

  /// Takes the time of a batch.
  package mutating func add(_ duration: Nanoseconds, rows: Int) {
    guard rows > 0 else { return }
    seconds.record(Double(duration) / 1e9 / Double(rows), times: UInt64(rows))
  }

  private mutating func note(_ verdict: Verdict, _ id: RowID) {
    let place = worst.firstIndex { rank(verdict.score) < rank($0.score) } ?? worst.count
    guard place < Self.mostFailures else { return }
    let failure = Failure(
      id: id.text.printable(atMost: 60), kind: verdict.kind, score: verdict.score,
      label: verdict.label?.printable(atMost: 60), explanation: (verdict.explanation ?? "").printable(atMost: 300))
    worst.insert(failure, at: place)
    if worst.count > Self.mostFailures { worst.removeLast() }
  }

  /// Without a score a failure is as bad as can be.
  private func rank(_ score: Double?) -> Double { score.flatMap { $0.isFinite ? $0 : nil } ?? 0 }
}
