internal import JSON
package import OTLP

/// A request in OTLP/JSON (`Export*ServiceRequest`; OTLP 1.x, "JSON Protobuf Encoding") as the same
/// request in protobuf, so that what reads requests knows one format.
///
/// Read liberally: names of fields in lowerCamelCase or snake_case, unknown ones ignored; of a
/// field that occurs twice the last counts; null is absent; numbers as strings too; enums also
/// by name. An id that is no hex is written without bytes and one of the wrong length as it is:
/// `TraceDecoder` then rejects that span alone. A value of the wrong type refuses the request.
///
/// The result is never longer than twice the text, or four times for metrics, whose lists of
/// numbers take eight bytes each. Memory on the way is that of the parsed
/// `JSON`, at worst some thirty times the text, therefore bound the text.
package func protobuf(
  fromJSON bytes: UnsafeRawBufferPointer, signal: OTLPSignal = .traces
) throws(OTLPJSONError) -> [UInt8] {
  let json: JSON
  do throws(JSONError) {
    json = try JSON(parsing: bytes)
  } catch {
    throw OTLPJSONError(
      code: .malformed, path: "", line: error.line, column: error.column,
      reason: "the body is not JSON: \(error.reason)")
  }
  var request = ProtobufWriter()
  do throws(JSONMismatch) {
    try request.fields(of: OTLPMessage(signal), from: json)
  } catch {
    throw error.error(in: bytes)
  }
  return request.bytes
}
