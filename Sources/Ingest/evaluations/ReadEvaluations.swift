package import CallModel

/// The evaluations of one request, and why some of them are of no use.
package struct ReadEvaluations: Sendable {
  /// A span may carry many: without a bound a request would grow when it is decoded.
  static let most = 100_000
  private static let mostProblems = 5

  /// In the order of the request's bytes.
  package private(set) var reports: [EvaluationReport] = []
  /// How many were rejected.
  package private(set) var rejected = 0
  private var problems: [String] = []

  package init() {}

  /// The text for `partial_success.error_message`; empty if nothing was rejected.
  package var rejection: String {
    guard rejected > 0 else { return "" }
    let rest = rejected - problems.count
    return problems.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more evaluations" : "")
  }

  /// Takes a report, or rejects it if it has a problem.
  mutating func add(_ report: EvaluationReport, at place: @autoclosure () -> String) {
    if let problem = report.problem { return reject("the evaluation in \(place()) is not taken: \(problem)") }
    guard reports.count < Self.most else {
      return reject("a request may hold \(Self.most) evaluations; send the others in another")
    }
    reports.append(report)
  }

  mutating func reject(_ problem: @autoclosure () -> String) {
    rejected += 1
    if problems.count < Self.mostProblems { problems.append(problem()) }
  }
}
