internal import CallModel
internal import Evaluation

extension Baseline where Failure == EvalFailure {
  /// The verdicts of a file that `assay eval --json` wrote; those of other evaluators are left out.
  init(path: String, evaluators: [String]) throws(EvalFailure) {
    let file = try LineFile(path: path)
    let wanted = Set(evaluators)
    try self.init { () throws(EvalFailure) -> Entry? in
      while let line = try file.line() {
        do throws(RowFlaw) {
          let found = try VerdictLine.read(line)
          guard wanted.contains(found.evaluator) else { continue }
          return (VerdictKey(id: found.id, evaluator: found.evaluator), found.kind)
        } catch {
          throw EvalFailure("--baseline \(file.name):\(error.line): \(error)")
        }
      }
      return nil
    }
    // Against nothing every build would hold.
    if isEmpty { throw EvalFailure("--baseline \(path): it holds no verdict of \(evaluators.joined(separator: ", "))") }
  }
}
