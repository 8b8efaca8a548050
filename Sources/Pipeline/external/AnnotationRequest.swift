internal import CallModel
internal import JSON
internal import OTLP

/// What `POST /v1/span_annotations` takes, as Phoenix's clients send it: annotations of spans, in `data`.
///
/// They become the log records that say the same (`gen_ai.evaluation.result`), which is what the journal
/// holds.
struct AnnotationRequest {
  static let mostAtOnce = 10_000

  /// A logs request (`ExportLogsServiceRequest`).
  private(set) var logs: [UInt8] = []
  /// Of each annotation, what it is called in the answer.
  private(set) var ids: [String] = []

  /// - Parameter now: when it came. Nobody says when an annotation was made, and one that is made again
  ///   must not be taken for a batch that is sent again.
  init(parsing bytes: UnsafeRawBufferPointer, at now: Nanoseconds) throws(AnnotationRefusal) {
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: bytes, maxDepth: 32)
    } catch {
      throw .invalid("the body is not valid JSON: \(error)")
    }
    guard let data = json["data"]?.array, !data.isEmpty else {
      throw .invalid("'data' must be a list of annotations that is not empty")
    }
    guard data.count <= Self.mostAtOnce else { throw .invalid("send at most \(Self.mostAtOnce) annotations at once") }
    var annotations: [Annotation] = []
    for (place, entry) in data.enumerated() { annotations.append(try Annotation(entry, at: "data[\(place)]")) }
    ids = annotations.map { "\($0.span)/\($0.name)" }
    var writer = ProtobufWriter()
    writer.message(LogField.Request.resourceLogs) { group in
      group.message(LogField.ResourceLogs.scopeLogs) { scope in
        for annotation in annotations {
          scope.message(LogField.ScopeLogs.logRecords) { annotation.write(to: &$0, at: now) }
        }
      }
    }
    logs = writer.bytes
  }
}

/// One annotation of a span, checked.
private struct Annotation {
  var name: String
  var span: SpanID
  var score: Double?
  var label: String?
  var explanation: String?

  init(_ json: JSON, at place: String) throws(AnnotationRefusal) {
    guard let name = json["name"]?.string, !name.isEmpty else { throw .invalid("\(place): 'name' must be a text") }
    let digits = json["span_id"]?.string ?? ""
    guard digits.utf8.count == 16, digits.allSatisfy(\.isHexDigit), let span = UInt64(digits, radix: 16), span != 0
    else { throw .invalid("\(place): 'span_id' must be 16 hexadecimal digits that are not all zero") }
    self.name = name
    self.span = SpanID(span)
    let result = json["result"]
    label = try Self.text(result?["label"], "\(place): 'label'")
    explanation = try Self.text(result?["explanation"], "\(place): 'explanation'")
    switch result?["score"] {
    case nil, .null: break
    case .number(let number):
      let value = number.double
      guard value.isFinite else { throw .invalid("\(place): 'score' is too large") }
      score = value
    default: throw .invalid("\(place): 'score' must be a number")
    }
    if score == nil, label == nil { throw .invalid("\(place): 'result' must have a 'score' or a 'label'") }
  }

  func write(to record: inout ProtobufWriter, at now: Nanoseconds) {
    func attribute(_ key: String, _ value: String?) {
      if let value { record.attribute(LogField.LogRecord.attributes, key, value) }
    }
    record.fixed64(LogField.LogRecord.time, UInt64(max(0, now)))
    record.string(LogField.LogRecord.eventName, "gen_ai.evaluation.result")
    record.bytes(LogField.LogRecord.spanID, (0..<8).map { UInt8(truncatingIfNeeded: span.value >> (56 - 8 * $0)) })
    attribute("gen_ai.evaluation.name", name)
    attribute("gen_ai.evaluation.score.label", label)
    attribute("gen_ai.evaluation.explanation", explanation)
    if let score { record.attribute(LogField.LogRecord.attributes, "gen_ai.evaluation.score.value", score) }
  }

  private static func text(_ json: JSON?, _ place: String) throws(AnnotationRefusal) -> String? {
    switch json {
    case nil, .null: return nil
    case .string(let text): return text.isEmpty ? nil : text
    default: throw .invalid("\(place) must be a text")
    }
  }
}

/// Why annotations were not taken; none of them was.
package enum AnnotationRefusal: Error, Hashable, Sendable {
  /// What is wrong, and where.
  case invalid(String)
  /// It cannot be taken now: send it again.
  case unavailable(String)
}
