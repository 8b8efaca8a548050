internal import Logging
internal import Pipeline
internal import Service
internal import ServiceConfig
internal import Synchronization

/// Takes a changed configuration into a service that runs.
struct Reloading: Sendable {
  /// What the service was started with: it holds for what cannot change while it runs.
  let started: Configuration
  let pipeline: Pipeline
  let exporters: MountedExporters
  let plugins: PluginRoster
  let logger: Logger
  /// Reads and checks the file again.
  let load: @Sendable () -> LoadedConfiguration

  func run() async -> ReloadOutcome {
    let outcome = await take()
    outcome.log(to: logger)
    return outcome
  }

  private func take() async -> ReloadOutcome {
    let warnings = Mutex<[String]>([])
    let entries = Mutex<[PluginRoster.Entry]>([])
    do throws(ReloadFailure) {
      try await pipeline.reload { () throws(ReloadFailure) in
        let loaded = load()
        guard let configuration = loaded.configuration else {
          throw .invalid(loaded.problems.map { "\($0)" })
        }
        warnings.withLock { $0 = loaded.problems.map { "\($0)" } + waiting(configuration) }
        exporters.replace(with: configuration.pullExporters)
        entries.withLock { $0 = configuration.rosterEntries }
        return PipelineOptions(configuration, host: nil)
      }
      plugins.replace(with: entries.withLock { $0 })
      return .taken(warnings: warnings.withLock { $0 })
    } catch {
      switch error {
      case .invalid(let problems): return .refused(problems)
      case .store(let message): return .failed(message)
      case .stopping: return .failed("the service is stopping")
      case .busy: return .failed("too many reloads wait for each other; try again")
      }
    }
  }

  /// What has changed and holds only after a new start.
  private func waiting(_ new: Configuration) -> [String] {
    var keys: [String] = []
    if new.listen != started.listen { keys.append("listen") }
    if new.quiet != started.quiet { keys.append("assembly") }
    if new.access != started.access { keys.append("access") }
    if new.storage.path != started.storage.path { keys.append("storage.path") }
    return keys.map { "\($0) has changed: that holds from the next start" }
  }
}
