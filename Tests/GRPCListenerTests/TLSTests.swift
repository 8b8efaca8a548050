import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Testing

@testable import GRPCListener

@Suite(.enabled(if: Certificates.isAvailable, "the openssl command makes the certificates")) struct TLSTests {
  typealias Security = HTTP2ClientTransport.Posix.TransportSecurity

  let certificates: Certificates
  init() throws { certificates = try Certificates() }

  private func tls(clients: Bool) -> ListenerTLS {
    ListenerTLS(
      certificate: certificates.path("server.pem"), key: certificates.path("server.key"),
      clientAuthority: clients ? certificates.path("ours.pem") : nil)
  }

  private func client(_ name: String?) -> Security {
    let roots = TLSConfig.TrustRootsSource.certificates([.file(path: certificates.path("ours.pem"), format: .pem)])
    guard let name else { return .tls { $0.trustRoots = roots } }
    return .mTLS(
      certificateChain: [.file(path: certificates.path("\(name).pem"), format: .pem)],
      privateKey: .file(path: certificates.path("\(name).key"), format: .pem)
    ) { $0.trustRoots = roots }
  }

  @Test func callsAreTakenOverTLS() async throws {
    try await withListener(tls: tls(clients: false)) { served async throws in
      #expect(try await served.send([1], security: client(nil)).code == .ok)
      #expect(served.receiver.received.map(\.sender) == [OTLPSender()])
    }
  }

  @Test func onlyClientsOfTheAuthorityAreLetIn() async throws {
    try await withListener(tls: tls(clients: true)) { served async throws in
      #expect(try await served.send([1], security: client("client")).code == .ok)
      #expect(served.receiver.received.map(\.sender) == [OTLPSender(hasVerifiedCertificate: true)])
      for stranger in [client("stranger"), client(nil)] {
        await #expect(throws: RPCError.self) { try await served.send([1], security: stranger) }
      }
      // Handshakes that fail leave the listener as it was.
      #expect(try await served.send([1], security: client("client")).code == .ok)
      #expect(served.receiver.received.count == 2)
    }
  }

  @Test func aFileThatIsMissingIsSaid() async throws {
    var tls = tls(clients: false)
    tls.key = "/nowhere/key.pem"
    await #expect {
      try await withListener(tls: tls) { _ in }
    } throws: { error in
      (error as? GRPCListenerError)?.code == "grpc.tls" && "\(error)".contains("/nowhere/key.pem")
    }
  }
}
