internal import JSON
package import OTLP

extension ExportTraceServiceResponse {
  /// The message in OTLP/JSON, UTF-8: `{}` for full success, else
  /// `{"partialSuccess":{"rejectedSpans":"3","errorMessage":"…"}}` with the count as a string.
  package func json() -> [UInt8] {
    var partial = JSONObject()
    if rejectedSpans != 0 { partial["rejectedSpans"] = .string(String(rejectedSpans)) }
    if !errorMessage.isEmpty { partial["errorMessage"] = .string(errorMessage) }
    let response: JSON = partial.isEmpty ? .object(JSONObject()) : ["partialSuccess": .object(partial)]
    return response.bytes
  }
}

extension RPCStatus {
  /// The message in OTLP/JSON, UTF-8: `{"message":"…"}`.
  package func json() -> [UInt8] {
    let status: JSON = ["message": .string(message)]
    return status.bytes
  }
}

extension JSON {
  fileprivate var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return bytes
  }
}
