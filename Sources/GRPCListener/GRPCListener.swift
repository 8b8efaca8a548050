internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
package import Logging
internal import NIOCore
internal import ServiceLifecycle

/// Serves OTLP over gRPC: `Export` of traces, logs and metrics (OTLP 1.x, "OTLP/gRPC").
///
/// Accepts messages without encoding and in gzip; any other method is UNIMPLEMENTED. What is held
/// and waited for is bounded by `ListenerBounds` and, together with other listeners, by the intake
/// bound: beyond that senders hear UNAVAILABLE and when to come back.
package struct GRPCListener: Service {
  private let host: String
  private let port: Int
  private let tls: ListenerTLS?
  private let bounds: ListenerBounds
  private let rules: CallRules
  private let logger: Logger
  private let listening: @Sendable (Int) -> Void

  /// - Parameters:
  ///   - host: an address, or a name that resolves to one.
  ///   - port: 4317 by custom; 0 takes any that is free.
  ///   - listening: told the port once connections are taken.
  package init(
    host: String, port: Int, tls: ListenerTLS? = nil, receiver: any OTLPReceiver, intake: any IntakeBound,
    bounds: ListenerBounds = ListenerBounds(), logger: Logger,
    listening: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.host = host
    self.port = port
    self.tls = tls
    self.bounds = bounds
    rules = CallRules(
      receiver: receiver, bound: intake, arrivals: Arrivals(), openCalls: OpenCalls(limit: bounds.calls),
      largestMessage: bounds.message, deadline: TimeAmount(bounds.messageDeadline),
      verifiesCertificates: tls?.clientAuthority != nil)
    self.logger = logger
    self.listening = listening
  }

  /// Serves until the graceful shutdown of the service group, then finishes the calls under way.
  ///
  /// A client that never answers keeps it waiting: the group's `maximumGracefulShutdownDuration`
  /// ends that, by cancelling the task.
  ///
  /// - Throws: `GRPCListenerError`.
  package func run() async throws {
    let transport = HTTP2ServerTransport.Posix(
      address: try address(), transportSecurity: TransportSettings.security(tls),
      config: TransportSettings(bounds: bounds, rules: rules).config)
    let server = GRPCServer(transport: transport, services: [ExportServices(rules: rules)])
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        // It fails where the server does, which then says why.
        guard let address = try? await transport.listeningAddress else { return }
        guard let port = address.ipv4?.port ?? address.ipv6?.port else { return }
        logger.debug("OTLP over gRPC is served", metadata: ["host": "\(host)", "port": "\(port)"])
        listening(port)
      }
      group.addTask {
        do {
          try await withGracefulShutdownHandler {
            try await server.serve()
          } onGracefulShutdown: {
            server.beginGracefulShutdown()
          }
        } catch {
          throw failure(error)
        }
      }
      try await group.waitForAll()
    }
  }

  private func address() throws -> GRPCNIOTransportHTTP2Posix.SocketAddress {
    do {
      // Waits for the resolver where the host is a name: once, before anything is served.
      let resolved = try NIOCore.SocketAddress.makeAddressResolvingHost(host, port: port)
      guard let numeric = resolved.ipAddress else { throw GRPCListenerError.address(host) }
      return resolved.protocol == .inet6 ? .ipv6(host: numeric, port: port) : .ipv4(host: numeric, port: port)
    } catch {
      throw GRPCListenerError.address("\(host): \(error)")
    }
  }

  private func failure(_ error: any Error) -> GRPCListenerError {
    // The server wraps what its transport throws, and the transport what TLS throws.
    let error = (error as? RuntimeError)?.cause ?? error
    if let tls, let reason = (error as? RuntimeError)?.cause {
      return .tls("\([tls.certificate, tls.key, tls.clientAuthority].compactMap { $0 }): \(reason)")
    }
    return .listen("\(host):\(port): \(error)")
  }
}
