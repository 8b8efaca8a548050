internal import Access
internal import GRPCListener
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
package import Logging
internal import NIOCore
package import Pipeline
internal import ServiceLifecycle
internal import UnixSignals

/// The service as its callers see it: HTTP for OTLP, the API and the exporters, and OTLP over gRPC.
package struct AssayService: Sendable {
  /// Bodies that may be under way at once, over all listeners, in bytes.
  static let intake = 96 << 20
  /// Connections that may be open at once; further ones wait in the system's backlog.
  static let connections = 2_000

  let pipeline: Pipeline
  let listeners: Listeners
  let keys: Keys
  let exporters: MountedExporters
  let plugins: PluginRoster
  let reload: Reload
  let logger: Logger

  package init(
    pipeline: Pipeline, listeners: Listeners, keys: Keys, exporters: MountedExporters, plugins: PluginRoster,
    logger: Logger, reload: @escaping Reload
  ) {
    self.pipeline = pipeline
    self.listeners = listeners
    self.keys = keys
    self.exporters = exporters
    self.plugins = plugins
    self.reload = reload
    self.logger = logger
  }

  /// Serves until a signal asks it to stop, then finishes the requests under way.
  ///
  /// - Parameter listening: told the HTTP port once connections are taken.
  package func run(listening: @escaping @Sendable (Int) -> Void)
    async throws
  {
    let gate = IntakeGate(limit: Self.intake)
    let application = Application(
      router: router(gate),
      server: try server(),
      configuration: ApplicationConfiguration(
        address: .hostname(listeners.http.host, port: listeners.http.port), backlog: 1_024,
        availableConnectionsDelegate: MaximumAvailableConnections(Self.connections)),
      onServerRunning: { channel in
        if let port = channel.localAddress?.port { listening(port) }
      },
      logger: logger)
    var services: [any Service] = [
      application, ReloadAtSignal(reload: reload), KeyWatch(ring: keys.ring, path: keys.path, logger: logger),
    ]
    if let grpc = listeners.grpc {
      services.append(
        GRPCListener(
          host: grpc.host, port: grpc.port, tls: listeners.tls,
          receiver: OTLPDoor(pipeline: pipeline, gatekeeper: gatekeeper(of: grpc)), intake: gate, logger: logger))
    }
    var configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    // A client that never finishes its request must not keep the service from stopping.
    configuration.maximumGracefulShutdownDuration = .seconds(10)
    try await ServiceGroup(configuration: configuration).run()
  }

  private func server() throws -> HTTPServerBuilder {
    let http1 = HTTPServerBuilder.http1(
      configuration: .init(
        idleTimeout: .seconds(60),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 200)))
    guard let tls = listeners.tls else { return http1 }
    return try .tls(http1, tlsConfiguration: tls.forHTTP())
  }

  private func gatekeeper(of address: Listeners.Address) -> Gatekeeper {
    Gatekeeper(
      ring: keys.ring, isOpenWithoutKeys: address.isLoopback && listeners.tls?.clientAuthority == nil,
      certificateRoles: keys.certificateRoles)
  }

  private func router(_ gate: IntakeGate) -> Router<AssayContext> {
    let router = Router(context: AssayContext.self)
    router.add(
      middleware: AccessControl(
        gatekeeper: gatekeeper(of: listeners.http), mounted: exporters,
        hasVerifiedCertificates: listeners.tls?.clientAuthority != nil))
    router.add(middleware: UnknownPath())
    router.add(middleware: ExporterPaths(pipeline: pipeline, mounted: exporters))
    HealthRoutes(pipeline: pipeline).add(to: router)
    OTLPRoutes(pipeline: pipeline, reader: BodyReader(gate: gate)).add(to: router)
    AnnotationRoutes(pipeline: pipeline, bodies: BodyReader(gate: gate)).add(to: router)
    AdmissionRoutes(pipeline: pipeline).add(to: router)
    ThrottleRoutes(pipeline: pipeline).add(to: router)
    CallRoutes(pipeline: pipeline).add(to: router)
    AlertmanagerRoutes(pipeline: pipeline).add(to: router)
    SpendRoutes(pipeline: pipeline).add(to: router)
    HistoryRoutes(pipeline: pipeline).add(to: router)
    FeedbackRoutes(pipeline: pipeline).add(to: router)
    ReferenceRoutes(pipeline: pipeline, bodies: BodyReader(gate: gate)).add(to: router)
    PluginRoutes(pipeline: pipeline, roster: plugins).add(to: router)
    DescriptionRoutes().add(to: router)
    ReloadRoutes(reload: reload).add(to: router)
    return router
  }
}
