/// The files of a listener's encryption, in PEM; they are read once, when the listener starts.
package struct ListenerTLS: Hashable, Sendable {
  /// The server's certificate, followed by its intermediates.
  package var certificate: String
  /// The certificate's private key.
  package var key: String
  /// The authorities whose client certificates are let in; with them a client without one fails
  /// the handshake (mutual TLS). Nil: clients need none.
  package var clientAuthority: String?

  package init(certificate: String, key: String, clientAuthority: String? = nil) {
    self.certificate = certificate
    self.key = key
    self.clientAuthority = clientAuthority
  }
}
