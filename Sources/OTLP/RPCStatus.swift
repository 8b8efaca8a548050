/// The body of a refused request (`google.rpc.Status`); its code is unused in OTLP over HTTP.
package struct RPCStatus: Hashable, Sendable {
  package var message: String

  package init(message: String) { self.message = message }

  /// The protobuf message.
  package func serialized() -> [UInt8] {
    var status = ProtobufWriter()
    status.string(2, message)
    return status.bytes
  }
}
