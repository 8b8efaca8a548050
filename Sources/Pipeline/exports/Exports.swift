internal import CallModel
internal import Logging
internal import PluginKit
internal import Synchronization

/// The stage that push exporters run in; a reload puts another in its place.
final class Exports: Sendable {
  private let stage: Mutex<ExportStage>
  private let snapshot = Mutex<(@Sendable () -> MetricsSnapshot?)?>(nil)
  private let exporters: Mutex<[RunningExporter]>
  private let meter: ServiceMeter
  private let logger: Logger

  init(_ exporters: [RunningExporter], meter: ServiceMeter, logger: Logger) {
    self.meter = meter
    self.logger = logger
    self.exporters = Mutex(exporters)
    stage = Mutex(ExportStage(exporters, meter: meter, logger: logger))
  }

  /// Begins to serve.
  ///
  /// - Parameter snapshot: what is measured now.
  func begin(snapshot: @escaping @Sendable () -> MetricsSnapshot?) {
    self.snapshot.withLock { $0 = snapshot }
    current.start(snapshot: snapshot)
  }

  func offer(_ judgements: [Judgement]) { current.offer(judgements) }

  /// - Parameter rules: those of the alerts; one that names exporters is told to them only.
  func offer(_ change: AlertChange, under rules: [AlertRule]) {
    let names = rules.first { $0.name == change.alert }?.notify ?? []
    current.offer(change, to: names.isEmpty ? nil : Set(names))
  }

  /// Takes other exporters; those of before send what they have, for a while, and end. It blocks that
  /// long.
  func replace(with exporters: [RunningExporter]) {
    let next = ExportStage(exporters, meter: meter, logger: logger)
    if let snapshot = snapshot.withLock({ $0 }) { next.start(snapshot: snapshot) }
    let before = stage.withLock { stage in
      let before = stage
      stage = next
      self.exporters.withLock { $0 = exporters }
      return before
    }
    before.stop()
  }

  func stop() { current.stop() }

  /// How the programs of exporters are doing.
  var health: [(name: String, health: PluginHealth)] {
    exporters.withLock { $0 }.compactMap { entry in entry.exporter.health.map { (entry.name, $0) } }
  }

  private var current: ExportStage { stage.withLock { $0 } }
}
