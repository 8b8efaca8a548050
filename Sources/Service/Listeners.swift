package import GRPCListener
internal import NIOSSL

/// Where the service listens.
package struct Listeners: Sendable {
  package struct Address: Sendable {
    package var host: String
    package var port: Int
    package var isLoopback: Bool

    package init(host: String, port: Int, isLoopback: Bool) {
      self.host = host
      self.port = port
      self.isLoopback = isLoopback
    }
  }

  package var http: Address
  /// Nil: there is none.
  package var grpc: Address?
  /// For both; nil without encryption.
  package var tls: ListenerTLS?

  package init(http: Address, grpc: Address?, tls: ListenerTLS?) {
    self.http = http
    self.grpc = grpc
    self.tls = tls
  }
}

extension ListenerTLS {
  /// The same files for the HTTP listener; read now.
  func forHTTP() throws -> TLSConfiguration {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
    if let clientAuthority {
      configuration.trustRoots = .file(clientAuthority)
      // A client's name says nothing of where it calls from.
      configuration.certificateVerification = .noHostnameVerification
    }
    return configuration
  }
}
