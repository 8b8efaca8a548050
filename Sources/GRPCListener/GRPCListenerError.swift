/// Why a listener does not serve.
package struct GRPCListenerError: Error, Hashable, Sendable, CustomStringConvertible {
  private enum Kind: Hashable { case address, tls, listen }

  private let kind: Kind
  private let message: String

  /// The host is no address and no name that resolves to one.
  static func address(_ message: String) -> Self { Self(kind: .address, message: message) }
  /// A certificate, a key or an authority cannot be used.
  static func tls(_ message: String) -> Self { Self(kind: .tls, message: message) }
  /// The address cannot be listened on, or listening ended.
  static func listen(_ message: String) -> Self { Self(kind: .listen, message: message) }

  /// What users see beside the message; it never changes.
  package var code: String {
    switch kind {
    case .address: "grpc.address"
    case .tls: "grpc.tls"
    case .listen: "grpc.listen"
    }
  }

  package var description: String {
    switch kind {
    case .address: "cannot resolve listen.grpc: \(message)"
    case .tls: "cannot use the certificate, key or client authority of the gRPC listener: \(message)"
    case .listen: "cannot serve OTLP over gRPC: \(message)"
    }
  }
}
