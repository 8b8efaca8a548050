internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
package import Pipeline
internal import ServiceLifecycle
internal import UnixSignals

/// The HTTP side of the service: one listener for OTLP, the API and the exporters.
package struct AssayService: Sendable {
  /// Bodies that may be under way at once, in bytes.
  static let intake = 96 << 20
  /// Connections that may be open at once; further ones wait in the system's backlog.
  static let connections = 2_000

  let pipeline: Pipeline
  let host: String
  let port: Int
  let exporters: MountedExporters
  let reload: Reload
  let logger: Logger

  package init(
    pipeline: Pipeline, host: String, port: Int, exporters: MountedExporters, logger: Logger, reload: @escaping Reload
  ) {
    self.pipeline = pipeline
    self.host = host
    self.port = port
    self.exporters = exporters
    self.reload = reload
    self.logger = logger
  }

  /// Serves until a signal asks it to stop, then finishes the requests under way.
  ///
  /// - Parameter listening: told the port once connections are taken.
  package func run(listening: @escaping @Sendable (Int) -> Void)
    async throws
  {
    let application = Application(
      router: router,
      server: .http1(
        configuration: .init(
          idleTimeout: .seconds(60),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 200))),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), backlog: 1_024,
        availableConnectionsDelegate: MaximumAvailableConnections(Self.connections)),
      onServerRunning: { channel in
        if let port = channel.localAddress?.port { listening(port) }
      },
      logger: logger)
    var configuration = ServiceGroupConfiguration(
      services: [application, ReloadAtSignal(reload: reload)], gracefulShutdownSignals: [.sigterm, .sigint],
      logger: logger)
    // A client that never finishes its request must not keep the service from stopping.
    configuration.maximumGracefulShutdownDuration = .seconds(10)
    try await ServiceGroup(configuration: configuration).run()
  }

  private var router: Router<AssayContext> {
    let router = Router(context: AssayContext.self)
    router.add(middleware: UnknownPath())
    router.add(middleware: ExporterPaths(pipeline: pipeline, mounted: exporters))
    HealthRoutes(pipeline: pipeline).add(to: router)
    OTLPRoutes(pipeline: pipeline, reader: BodyReader(gate: IntakeGate(limit: Self.intake))).add(to: router)
    AdmissionRoutes(pipeline: pipeline).add(to: router)
    ThrottleRoutes(pipeline: pipeline).add(to: router)
    CallRoutes(pipeline: pipeline).add(to: router)
    AlertmanagerRoutes(pipeline: pipeline).add(to: router)
    HistoryRoutes(pipeline: pipeline).add(to: router)
    DescriptionRoutes().add(to: router)
    ReloadRoutes(reload: reload).add(to: router)
    return router
  }
}
