internal import CallModel
internal import OTLP

/// Reads the attributes of `gen_ai.evaluation.result` (OTel GenAI semantic conventions 1.38 and later),
/// whether it comes as a log record or as an event of a span.
struct EvaluationReader {
  var report = EvaluationReport()

  static func isEvent(_ name: UnsafeRawBufferPointer) -> Bool { name.equals("gen_ai.evaluation.result") }

  mutating func take(_ attribute: KeyValue, in bytes: UnsafeRawBufferPointer) {
    let key = bytes.slice(attribute.key)
    if key.equals("gen_ai.evaluation.name") {
      report.name = attribute.value.name(in: bytes) ?? ""
    } else if key.equals("gen_ai.evaluation.score.value") {
      report.score = attribute.value.finiteNumber
    } else if key.equals("gen_ai.evaluation.score.label") {
      report.label = attribute.value.name(in: bytes)
    } else if key.equals("gen_ai.evaluation.explanation") {
      report.explanation = attribute.value.explanation(in: bytes)
    } else if key.equals("error.type") {
      report.errorType = attribute.value.name(in: bytes)
    } else if key.equals("gen_ai.response.id"), case .string(let id) = attribute.value, !id.isEmpty {
      report.response = responseHash(of: bytes.slice(id))
    }
  }
}

/// The provider's id of an answer as a number, by which calls are found: the same wherever it is read.
///
/// Cut as identities are. Whoever can send verdicts can name any call, so nothing is gained by a
/// collision, and the key need not be secret.
package func responseHash(of id: UnsafeRawBufferPointer) -> UInt64 {
  let count = id.characterBoundary(atMost: TraceDecoder.longestIdentity)
  return SipHash(key: (0x6173_7361_7920_6964, 0x7265_7370_6f6e_7365))
    .hash(UnsafeRawBufferPointer(rebasing: id[..<min(Int(count), id.count)]))
}

extension AnyValue {
  /// A short text; nil if it is none or empty.
  func name(in bytes: UnsafeRawBufferPointer) -> String? { text(in: bytes, longest: EvaluationReport.longestName) }

  /// A sentence or a few; nil if it is none or empty.
  func explanation(in bytes: UnsafeRawBufferPointer) -> String? {
    text(in: bytes, longest: EvaluationReport.longestExplanation)
  }

  var finiteNumber: Double? {
    switch self {
    case .double(let value): value.isFinite ? value : nil
    case .int(let value): Double(value)
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  private func text(in bytes: UnsafeRawBufferPointer, longest: Int) -> String? {
    guard case .string(let range) = self, !range.isEmpty else { return nil }
    // A character of many code points may be any size: the bytes are cut first.
    let slice = bytes.slice(range)
    let count = Int(slice.characterBoundary(atMost: longest * 4))
    let text = String(decoding: slice[..<min(count, slice.count)], as: UTF8.self)
    return text.unicodeScalars.count <= longest
      ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
  }
}
