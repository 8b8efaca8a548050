import FoundationEssentials
import OTLP
import Testing

@testable import Ingest

/// The request as protobuf, from its text.
func protobuf(_ json: String) throws(OTLPJSONError) -> [UInt8] { try protobuf([UInt8](json.utf8)) }

func protobuf(_ json: [UInt8]) throws(OTLPJSONError) -> [UInt8] {
  let result = json.withUnsafeBytes { bytes in
    Result { () throws(OTLPJSONError) in try protobuf(fromJSON: bytes) }
  }
  return try result.get()
}

/// A request with one span, given by its members.
func jsonRequest(span: String) -> String {
  #"{"resourceSpans":[{"scopeSpans":[{"spans":[{\#(span)}]}]}]}"#
}

/// The protobuf of a request with one span, given by its members.
func protobuf(span: String) throws(OTLPJSONError) -> [UInt8] { try protobuf(jsonRequest(span: span)) }

/// The protobuf of a request whose one span has one attribute `k` with this value.
func protobuf(value: String) throws(OTLPJSONError) -> [UInt8] {
  try protobuf(span: #""attributes":[{"key":"k","value":\#(value)}]"#)
}

/// What `protobuf(span:)` is expected to give.
func wire(span: (inout ProtobufWriter) -> Void) -> [UInt8] {
  var request = ProtobufWriter()
  request.message(1) { group in
    group.message(2) { scope in scope.message(2, span) }
  }
  return request.bytes
}

/// What `protobuf(value:)` is expected to give.
func wire(value: (inout ProtobufWriter) -> Void) -> [UInt8] {
  wire(span: { $0.attribute(9, "k", value) })
}

/// Why a request is refused; nil if it is taken.
func refusal(_ json: String) -> OTLPJSONError? {
  do throws(OTLPJSONError) {
    _ = try protobuf(json)
    return nil
  } catch {
    return error
  }
}

/// The first field on the way that these numbers lead.
func first(_ bytes: [UInt8], _ way: UInt32...) throws -> ProtobufField.Value? {
  try bytes.withUnsafeBytes { bytes in
    var range: Range<UInt32> = 0..<UInt32(bytes.count)
    var found: ProtobufField.Value?
    for number in way {
      var reader = ProtobufReader(bytes, in: range)
      found = nil
      while found == nil, let field = try reader.next() {
        if field.number == number { found = field.value }
      }
      if case .bytes(let inner)? = found { range = inner }
    }
    return found
  }
}

/// The bytes of a value that has some.
func content(_ value: ProtobufField.Value?, of bytes: [UInt8]) -> [UInt8]? {
  guard case .bytes(let range)? = value else { return nil }
  return bytes.withUnsafeBytes { [UInt8]($0.slice(range)) }
}

/// The value of a number of whatever wire type.
func number(_ value: ProtobufField.Value?) -> UInt64? {
  switch value {
  case .varint(let number), .fixed64(let number): number
  case .fixed32(let number): UInt64(number)
  case .bytes, nil: nil
  }
}

/// The examples of the protocol itself: in `ASSAY_TESTDATA`, else `../shared/data` beside the
/// project.
enum ProtocolExamples {
  static let trace: URL = {
    let path = "otlp/opentelemetry-proto/examples/trace.json"
    if let root = ProcessInfo.processInfo.environment["ASSAY_TESTDATA"] {
      return URL(filePath: root).appending(path: path)
    }
    var folder = URL(filePath: #filePath).deletingLastPathComponent()
    while folder.path != "/" {
      if ["Sources", "config"].allSatisfy({ FileManager.default.fileExists(atPath: folder.appending(path: $0).path) }) {
        return folder.appending(path: "../shared/data/\(path)")
      }
      folder.deleteLastPathComponent()
    }
    return folder.appending(path: path)
  }()

  static var exist: Bool { FileManager.default.fileExists(atPath: trace.path) }
}
