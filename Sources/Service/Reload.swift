package import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// Reads the configuration again and takes it.
package typealias Reload = @Sendable () async -> ReloadOutcome

/// What became of a reload.
package enum ReloadOutcome: Sendable {
  /// The new configuration holds; what of it waits for the next start is said in the warnings.
  case taken(warnings: [String])
  /// It has errors: one line each, with file, line and path.
  case refused([String])
  case failed(String)

  /// Leaves a line in the log.
  package func log(to logger: Logger) {
    switch self {
    case .taken(let warnings):
      logger.notice("reloaded")
      for warning in warnings { logger.warning("\(warning)") }
    case .refused(let problems):
      logger.error("not reloaded: the configuration has errors; the one of before holds")
      for problem in problems { logger.error("\(problem)") }
    case .failed(let message):
      logger.error("not reloaded; the configuration of before holds", metadata: ["problem": "\(message)"])
    }
  }
}

/// Reloads at SIGHUP, for as long as the service runs.
struct ReloadAtSignal: Service {
  let reload: Reload

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { _ = await reload() }
  }
}
