internal import ArgumentParser
internal import GRPCListener
internal import Logging
internal import Pipeline
internal import PluginKit
internal import Redaction
internal import Service
internal import ServiceConfig

/// A configuration brought to life: the pipeline and its listener.
struct Running {
  let pipeline: Pipeline
  private let service: AssayService
  private let logger: Logger

  /// Opens the store and starts the stages; says why and ends with code 2 if that cannot be done.
  ///
  /// - Parameter load: reads the configuration again, for a reload; on a thread that may block.
  init(
    _ configuration: Configuration, logger: Logger, load: @escaping @Sendable () -> LoadedConfiguration
  ) throws {
    do {
      pipeline = try Pipeline(
        PipelineOptions(configuration, host: ServiceHost(logger: logger)), logger: logger)
    } catch {
      printError("\(error)")
      throw ExitCode(2)
    }
    guard pipeline.isComplete else {
      printError("the system gives no more threads to this process; raise its limit of tasks and start again")
      throw ExitCode(2)
    }
    let exporters = MountedExporters(configuration.pullExporters)
    let plugins = PluginRoster(configuration.rosterEntries)
    let reloading = Reloading(
      started: configuration, pipeline: pipeline, exporters: exporters, plugins: plugins, logger: logger, load: load)
    let keys: Keys
    do {
      keys = try Keys(path: configuration.access.keys, certificateRoles: configuration.access.mtls)
    } catch {
      printError("\(error)")
      throw ExitCode(2)
    }
    service = AssayService(
      pipeline: pipeline, listeners: Listeners(configuration.listen), keys: keys, exporters: exporters,
      plugins: plugins, logger: logger, reload: { await reloading.run() })
    self.logger = logger
  }

  /// Serves until a signal; then finishes what is queued.
  func serve(listening: @escaping @Sendable (Int) -> Void) async throws {
    do {
      try await service.run(listening: listening)
    } catch {
      // Whatever ended the listener, what was acknowledged is written down first.
      pipeline.stop()
      printError("the listener ended: \(error)")
      throw ExitCode(2)
    }
    pipeline.stop()
    logger.notice("stopped")
  }
}

extension PipelineOptions {
  /// What of a configuration the pipeline is made of.
  ///
  /// - Parameter host: the way out for golden questions; nil asks none.
  init(_ configuration: Configuration, host: (any Host)?) {
    self.init(
      path: configuration.storage.path, keep: configuration.storage.keep, maxSize: configuration.storage.maxSize,
      sampling: configuration.sampling,
      evaluators: configuration.evaluators.map {
        RunningEvaluator(
          name: $0.name, on: $0.on, rate: $0.sample, timeout: $0.timeout, evaluator: $0.evaluator)
      },
      externals: configuration.externals, alerts: configuration.alerts, budgets: configuration.budgets,
      limits: configuration.limits,
      exporters: configuration.exporters.compactMap { entry in
        guard case .push(let exporter, let terms) = entry.service else { return nil }
        return RunningExporter(
          name: entry.name, exporter: exporter, interval: terms.interval, queue: Int(clamping: terms.queue),
          giveUpAfter: terms.giveUpAfter)
      },
      prices: configuration.prices, redactor: Redactor(rules: configuration.content.redact),
      canaries: configuration.canaries, host: host, quiet: configuration.quiet,
      version: Assay.version)
  }
}

extension Listeners {
  init(_ listen: Configuration.Listen) {
    func address(_ listen: ListenAddress) -> Address {
      Address(host: listen.host, port: listen.port, isLoopback: listen.isLoopback)
    }
    self.init(
      http: address(listen.http), grpc: listen.grpc.map(address),
      tls: listen.tls.map { ListenerTLS(certificate: $0.certificate, key: $0.key, clientAuthority: $0.clientCA) })
  }
}

extension Configuration {
  /// Its plugins, evaluators first, in the file's order.
  var rosterEntries: [PluginRoster.Entry] {
    evaluators.map { PluginRoster.Entry(name: $0.name, kind: .evaluator, plugin: $0.plugin, folder: $0.folder) }
      + exporters.map {
        PluginRoster.Entry(name: $0.name, kind: .exporter, plugin: $0.plugin, folder: $0.folder, path: $0.path)
      }
  }

  var pullExporters: [String: any PullExporter] {
    var mounted: [String: any PullExporter] = [:]
    for entry in exporters {
      if case .pull(let exporter, let path) = entry.service { mounted[path] = exporter }
    }
    return mounted
  }
}
