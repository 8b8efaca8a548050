internal import JSON
package import OTLP

extension ExportTraceServiceResponse {
  /// The message in OTLP/JSON, UTF-8: `{}` for full success, else
  /// `{"partialSuccess":{"rejectedSpans":"3","errorMessage":"…"}}` with the count as a string.
  package func json() -> [UInt8] {
    partialSuccess("rejectedSpans", rejectedSpans, errorMessage)
  }
}

extension ExportLogsServiceResponse {
  /// The same with `rejectedLogRecords`.
  package func json() -> [UInt8] { partialSuccess("rejectedLogRecords", rejectedLogRecords, errorMessage) }
}

extension ExportMetricsServiceResponse {
  /// The same with `rejectedDataPoints`.
  package func json() -> [UInt8] { partialSuccess("rejectedDataPoints", rejectedDataPoints, errorMessage) }
}

private func partialSuccess(_ name: String, _ rejected: Int64, _ errorMessage: String) -> [UInt8] {
  var partial = JSONObject()
  if rejected != 0 { partial[name] = .string(String(rejected)) }
  if !errorMessage.isEmpty { partial["errorMessage"] = .string(errorMessage) }
  let response: JSON = partial.isEmpty ? .object(JSONObject()) : ["partialSuccess": .object(partial)]
  return response.bytes
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
