package import CallModel
internal import JSON

/// What one evaluator says of one row, as a line of JSON.
///
/// `{id, evaluator, verdict, score, label, explanation, evidence}`; what there is not is left out.
package enum VerdictLine {
  package static func write(_ verdict: Verdict, of evaluator: String, on id: RowID, into bytes: inout [UInt8]) {
    var line = JSONObject()
    line["id"] = id.json
    line["evaluator"] = .string(evaluator)
    line["verdict"] = .string(verdict.kind.name)
    if let score = verdict.score.flatMap(JSONNumber.init(_:)) { line["score"] = .number(score) }
    if let label = verdict.label { line["label"] = .string(label) }
    if let explanation = verdict.explanation { line["explanation"] = .string(explanation) }
    if !verdict.evidence.isEmpty {
      line["evidence"] = .array(verdict.evidence.map { [JSON($0.lowerBound), JSON($0.upperBound)] })
    }
    JSON.object(line).write(into: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Reads what of an earlier run's line is compared.
  ///
  /// - Throws: what is wrong with the line.
  package static func read(
    _ line: NumberedLine
  ) throws(RowFlaw) -> (id: RowID, evaluator: String, kind: Verdict.Kind) {
    guard let bytes = line.bytes else {
      throw RowFlaw(line: line.number, "longer than \(EvalRow.longestLine >> 20) MiB")
    }
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: bytes) } catch {
      throw RowFlaw(line: line.number, "no JSON: column \(error.column): \(error.reason)")
    }
    guard let id = json["id"].flatMap(RowID.init), let evaluator = json["evaluator"]?.string,
      let word = json["verdict"]?.string, let kind = Verdict.Kind.allCases.first(where: { $0.name == word })
    else {
      throw RowFlaw(
        line: line.number, "no verdict of `assay eval --json`: 'id', 'evaluator' and 'verdict' must be there")
    }
    return (id, evaluator, kind)
  }
}
