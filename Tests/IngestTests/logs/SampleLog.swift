import CallModel
import JSON
import OTLP

@testable import Ingest

/// A log record as a test writes it: an event of the sample span.
struct SampleLog {
  var traceID: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
  var spanID: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
  var time: UInt64? = UInt64(now)
  var observed: UInt64?
  /// In `event_name`.
  var name: String?
  var body: JSON?
  var attributes: [(String, String)] = []
  var write: (inout ProtobufWriter) -> Void = { _ in }

  /// An event with a body, so many milliseconds after the start of the sample span.
  static func event(_ name: String, at milliseconds: Int64 = 0, _ body: JSON? = nil) -> SampleLog {
    SampleLog(time: UInt64(now + .milliseconds(milliseconds)), name: name, body: body)
  }

  func encode(_ record: inout ProtobufWriter) {
    if let time { record.fixed64(1, time) }
    if let body { record.message(5) { $0.value(body) } }
    for (key, value) in attributes { record.attribute(6, key, value) }
    record.bytes(9, traceID)
    record.bytes(10, spanID)
    if let observed { record.fixed64(11, observed) }
    if let name { record.string(12, name) }
    write(&record)
  }

  /// The part that assembly makes of it.
  var part: AssembledPart {
    var writer = ProtobufWriter()
    encode(&writer)
    return AssembledPart(kind: .event, time: Nanoseconds(time ?? 0), bytes: writer.bytes)
  }
}

extension SampleSpan {
  /// The part that assembly makes of it, at the span's end.
  func part(_ kind: ContentPart.Kind) -> AssembledPart {
    var writer = ProtobufWriter()
    encode(&writer)
    return AssembledPart(kind: kind, time: Nanoseconds(end), bytes: writer.bytes)
  }
}

extension ProtobufWriter {
  /// The fields of an `AnyValue` that is as JSON has it.
  mutating func value(_ json: JSON) {
    switch json {
    case .null: break
    case .bool(let flag): varint(2, flag ? 1 : 0)
    case .string(let text): string(1, text)
    case .number(let number):
      if let whole = number.int64 { int(3, whole) } else { double(4, number.double) }
    case .array(let elements): message(5) { list in for element in elements { list.message(1) { $0.value(element) } } }
    case .object(let object):
      message(6) { map in for member in object.members { map.attribute(1, member.key) { $0.value(member.value) } } }
    }
  }
}

func logsRequest(_ logs: [SampleLog]) -> [UInt8] {
  var request = ProtobufWriter()
  request.message(1) { group in
    group.message(1) { $0.attribute(1, "service.name", "shop") }
    group.message(2) { scope in
      scope.message(1) { $0.string(1, "opentelemetry.instrumentation.openai_v2") }
      for log in logs { scope.message(2) { log.encode(&$0) } }
    }
  }
  return request.bytes
}

func decodeLogs(_ bytes: [UInt8], arrival: Nanoseconds = now) throws(OTLPError) -> LogBatch {
  let result = bytes.withUnsafeBytes { bytes in
    Result { () throws(OTLPError) in try LogDecoder().decode(bytes, arrival: arrival) }
  }
  return try result.get()
}

extension Decoded {
  /// The first call with content that came beside its span.
  func call(with parts: [AssembledPart]) -> LLMCall {
    bytes.withUnsafeBytes { readCall(record, in: $0, symbols: symbols, parts: parts) }
  }
}
