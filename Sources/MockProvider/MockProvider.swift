internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import ServiceLifecycle
package import UnixSignals

/// A provider of models that is none: a real HTTP server that speaks OpenAI's and Anthropic's
/// dialects and answers as each request asks it to.
///
/// A request says what should happen to it in the header `x-mock` (a JSON object) or in a suffix of
/// its model's name (`gpt-4o-mini@status=429,retry_after=1`); the keys are those of
/// `MockBehaviour.apply(_:)`. The same request gets the same answer, whenever it comes.
package struct MockProvider: Sendable {
  /// Connections that may be open at once; further ones wait in the system's backlog.
  static let connections = 2_000

  /// Where it listens.
  package var host: String
  /// Zero takes any free port.
  package var port: Int
  /// What happens to a request that asks for nothing special.
  package var behaviour: @Sendable (MockRequest.Endpoint) -> MockBehaviour
  private let logger: Logger

  /// A provider that has not started.
  package init(
    host: String = "127.0.0.1", port: Int = 0, logger: Logger,
    behaviour: @escaping @Sendable (MockRequest.Endpoint) -> MockBehaviour = { _ in MockBehaviour() }
  ) {
    self.host = host
    self.port = port
    self.behaviour = behaviour
    self.logger = logger
  }

  /// Serves until the task is cancelled or a signal asks the process to stop.
  ///
  /// - Parameter listening: told the port once connections are taken.
  package func run(
    stoppingAt signals: [UnixSignal] = [], listening: @escaping @Sendable (Int) -> Void
  ) async throws {
    let application = Application(
      router: MockRoutes(behaviour: behaviour).router,
      server: .http1(configuration: .init(idleTimeout: .seconds(120))),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), backlog: 1_024,
        availableConnectionsDelegate: MaximumAvailableConnections(Self.connections)),
      onServerRunning: { channel in
        if let port = channel.localAddress?.port { listening(port) }
      },
      logger: logger)
    var configuration = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: signals, logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(2)
    try await ServiceGroup(configuration: configuration).run()
  }
}
