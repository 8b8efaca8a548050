internal import CallModel
internal import OTLP

/// The feedback attributes of one span: lists named `annotations` and `evaluations`, which mean the same,
/// or those of a `trace.` as a whole (OpenInference semantic conventions, section "Feedback").
struct Annotations {
  private struct Key: Hashable {
    var isOfTrace: Bool
    var list: String
    var number: Int
  }

  /// Beyond this many further ones are left out.
  private static let most = 1_000

  private var reports: [Key: EvaluationReport] = [:]
  private var order: [Key] = []

  /// Takes an attribute: `annotations.0.annotation.score`, `trace.evaluations.3.evaluation.label`.
  mutating func take(_ attribute: KeyValue, in bytes: UnsafeRawBufferPointer) {
    // The longest such name has 64 bytes with any number that fits.
    guard attribute.key.count <= 64, let (key, member) = Self.place(bytes.text(attribute.key)) else { return }
    if reports[key] == nil {
      guard order.count < Self.most else { return }
      order.append(key)
    }
    var report = reports[key] ?? EvaluationReport()
    switch member {
    case "name": report.name = attribute.value.name(in: bytes) ?? ""
    case "score": report.score = attribute.value.finiteNumber
    case "label": report.label = attribute.value.name(in: bytes)
    case "explanation": report.explanation = attribute.value.explanation(in: bytes)
    default: break
    }
    reports[key] = report
  }

  /// What the annotations say, in the order in which they came, each of `target`.
  func reports(of target: (trace: TraceID, span: SpanID)) -> [EvaluationReport] {
    order.compactMap { key in
      guard var report = reports[key] else { return nil }
      report.trace = target.trace
      if !key.isOfTrace { report.span = target.span }
      return report
    }
  }

  private static func place(_ key: String) -> (Key, member: Substring)? {
    var parts = key.split(separator: ".", omittingEmptySubsequences: false)[...]
    let isOfTrace = parts.first == "trace"
    if isOfTrace { parts.removeFirst() }
    guard parts.count == 4, let list = parts.first, let number = Int(parts[parts.startIndex + 1]), number >= 0 else {
      return nil
    }
    switch (list, parts[parts.startIndex + 2]) {
    case ("annotations", "annotation"), ("evaluations", "evaluation"):
      return (Key(isOfTrace: isOfTrace, list: String(list), number: number), parts[parts.startIndex + 3])
    default: return nil
    }
  }
}
