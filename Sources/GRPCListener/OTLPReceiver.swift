package import NIOCore
package import OTLP

/// What takes in the requests of a listener.
package protocol OTLPReceiver: Sendable {
  /// Why a sender may not send at all, asked before a byte of its message is kept; nil: it may.
  ///
  /// Called on an event loop: it must answer at once and never wait.
  func refusal(of signal: OTLPSignal, from sender: OTLPSender) -> OTLPReceipt?

  /// Takes one `Export…ServiceRequest`, in protobuf and decompressed.
  ///
  /// The message's bytes stay taken at the intake bound until this returns.
  func receive(_ signal: OTLPSignal, _ message: ByteBuffer, from sender: OTLPSender) async -> OTLPReceipt
}

extension OTLPReceiver {
  package func refusal(of signal: OTLPSignal, from sender: OTLPSender) -> OTLPReceipt? { nil }
}

/// What a request says about who sends it; nothing of it is checked here except the certificate.
///
/// Its description names what is there and shows no secret.
package struct OTLPSender: Hashable, Sendable, CustomStringConvertible {
  /// The metadata `authorization`, as it came: `Bearer …`.
  package var authorization: String?
  /// The metadata `x-api-key`.
  package var apiKey: String?
  /// Whether the peer showed a certificate that the configured authority signed.
  package var hasVerifiedCertificate: Bool

  package init(authorization: String? = nil, apiKey: String? = nil, hasVerifiedCertificate: Bool = false) {
    self.authorization = authorization
    self.apiKey = apiKey
    self.hasVerifiedCertificate = hasVerifiedCertificate
  }

  package var description: String {
    "sender with authorization: \(authorization != nil), API key: \(apiKey != nil), "
      + "verified certificate: \(hasVerifiedCertificate)"
  }
}
