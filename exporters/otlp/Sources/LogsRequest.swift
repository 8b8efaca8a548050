internal import CallModel
internal import OTLP
internal import PluginKit

/// Verdicts as an `ExportLogsServiceRequest` of events `gen_ai.evaluation.result` (OTel GenAI
/// conventions 1.38 and later; opentelemetry.proto.logs.v1).
enum LogsRequest {
  /// Nil if there is nothing to say: an evaluator that skips a call has no result.
  static func serialized(_ answers: [JudgedAnswer], _ target: Target) -> [UInt8]? {
    let results = answers.filter { $0.verdict.kind != .skip }
    if results.isEmpty { return nil }
    var request = ProtobufWriter()
    request.message(1) { resourceLogs in
      resourceLogs.message(1) { message in
        for (key, value) in target.resource { message.attribute(1, key, value) }
      }
      resourceLogs.message(2) { scopeLogs in
        scopeLogs.message(1) { $0.string(1, "assay") }
        for answer in results { scopeLogs.message(2) { $0.record(answer, explanations: target.explanations) } }
      }
    }
    return request.bytes
  }
}

extension ProtobufWriter {
  fileprivate mutating func record(_ answer: JudgedAnswer, explanations: Bool) {
    fixed64(1, UInt64(clamping: answer.at))
    let severity = Severity(of: answer.verdict.kind)
    varint(2, severity.number)
    string(3, severity.text)
    evaluation(answer, explanations: explanations)
    call(answer)
    // The event belongs to the span that was judged.
    if answer.trace.isValid {
      bytes(9, bigEndian(answer.trace.high) + bigEndian(answer.trace.low))
      if answer.span.isValid { bytes(10, bigEndian(answer.span.value)) }
    }
    fixed64(11, UInt64(clamping: answer.at))
    string(12, "gen_ai.evaluation.result")
  }

  private mutating func evaluation(_ answer: JudgedAnswer, explanations: Bool) {
    let verdict = answer.verdict
    attribute(6, "gen_ai.evaluation.name", answer.evaluator)
    if let score = verdict.score { attribute(6, "gen_ai.evaluation.score.value", score) }
    if verdict.kind == .error {
      attribute(6, "error.type", verdict.label ?? "_OTHER")
    } else {
      attribute(6, "gen_ai.evaluation.score.label", verdict.kind.name)
      if let label = verdict.label { attribute(6, "assay.evaluation.label", label) }
    }
    if explanations, let explanation = verdict.explanation, !explanation.isEmpty {
      attribute(6, "gen_ai.evaluation.explanation", explanation)
    }
  }

  /// What the call is for and who answered; who asked stays with the span.
  private mutating func call(_ answer: JudgedAnswer) {
    let facts = [
      ("assay.route", answer.dimensions.route), ("gen_ai.provider.name", answer.dimensions.provider),
      ("gen_ai.request.model", answer.dimensions.model),
    ]
    for case (let key, let value?) in facts { attribute(6, key, value) }
    attribute(6, "assay.sample.stratum", answer.sample.stratum.name)
    attribute(6, "assay.sample.inclusion", answer.sample.inclusion)
  }
}

/// How much a verdict should be noticed (OTel logs data model, severity).
private struct Severity {
  var number: UInt64
  var text: String

  init(of kind: Verdict.Kind) {
    switch kind {
    case .pass, .skip: (number, text) = (9, "INFO")
    case .fail: (number, text) = (13, "WARN")
    case .error: (number, text) = (17, "ERROR")
    }
  }
}

private func bigEndian(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
