internal import CallModel
internal import Logging
internal import PluginKit
internal import Synchronization

/// The stage that push exporters run in; a reload puts another in its place.
final class Exports: Sendable {
  private let stage: Mutex<ExportStage>
  private let sources = Mutex<Sources?>(nil)
  private let exporters: Mutex<[RunningExporter]>
  private let meter: ServiceMeter
  private let logger: Logger

  /// Where exporters' lines take from what is so now.
  private struct Sources {
    var snapshot: @Sendable () -> MetricsSnapshot?
    var firing: @Sendable (String) -> [AlertChange]
  }

  init(_ exporters: [RunningExporter], meter: ServiceMeter, logger: Logger) {
    self.meter = meter
    self.logger = logger
    self.exporters = Mutex(exporters)
    stage = Mutex(ExportStage(exporters, meter: meter, logger: logger))
  }

  /// Begins to serve.
  ///
  /// - Parameters:
  ///   - snapshot: what is measured now.
  ///   - firing: the alerts that fire now and that an exporter of a name is told of.
  func begin(
    snapshot: @escaping @Sendable () -> MetricsSnapshot?, firing: @escaping @Sendable (String) -> [AlertChange]
  ) {
    sources.withLock { $0 = Sources(snapshot: snapshot, firing: firing) }
    current.start(snapshot: snapshot, firing: firing)
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
    if let sources = sources.withLock({ $0 }) { next.start(snapshot: sources.snapshot, firing: sources.firing) }
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
