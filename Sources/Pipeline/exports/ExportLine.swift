internal import CallModel
internal import Logging
internal import PluginKit
internal import Synchronization
internal import Telemetry

/// One exporter at work: its lane, the task that serves it, and its metrics.
final class ExportLine: Sendable {
  let name: String
  let wants: Set<ExportItem.Kind>
  private let exporter: any PushExporter
  private let lane: Mutex<ExportLane>
  private let bell = TaskBell()
  private let clock: @Sendable () -> Nanoseconds
  private let logger: Logger
  private let items: Counter
  private let errors: Counter
  private let dropped: Counter
  private let queue: Gauge
  private let circuit: Gauge

  init(
    _ running: RunningExporter, _ limits: ExportLimits, meter: ServiceMeter, logger: Logger,
    clock: @escaping @Sendable () -> Nanoseconds
  ) {
    name = running.name
    exporter = running.exporter
    wants = running.exporter.wants
    var limits = limits
    limits.interval = wants.contains(.snapshot) || exporter.repeatsFiring ? running.interval : nil
    limits.giveUpAfter = running.giveUpAfter
    lane = Mutex(ExportLane(limits, bound: running.queue, at: clock()))
    self.clock = clock
    self.logger = logger
    let labels: KeyValuePairs = ["exporter": running.name]
    let instruments = meter.instruments
    items = instruments.counter(
      "assay_exporter_items_total", help: "Snapshots, verdicts and alerts that have arrived.", labels: labels)
    errors = instruments.counter(
      "assay_exporter_errors_total", help: "Attempts that failed, whether or not they are made again.", labels: labels)
    dropped = instruments.counter(
      "assay_exporter_dropped_total", help: "Verdicts and alerts that were given up: refused, too old, or too many.",
      labels: labels)
    queue = instruments.gauge("assay_exporter_queue_depth", help: "Items that wait or are under way.", labels: labels)
    circuit = instruments.gauge(
      "assay_exporter_circuit_open", help: "1 while an exporter is left alone, for it failed too often.",
      labels: labels)
  }

  func offer(_ answers: [JudgedAnswer]) {
    offer { lane, now in answers.reduce(0) { $0 + lane.offer($1, at: now) } }
  }

  func offer(_ change: AlertChange) { offer { lane, now in lane.offer(change, at: now) } }

  private func offer(_ change: (inout ExportLane, Nanoseconds) -> Int) {
    let now = clock()
    let (gone, depth, isDue) = lane.withLock { lane in
      let wasEmpty = lane.queue.isEmpty
      let gone = change(&lane, now)
      return (gone, lane.depth, wasEmpty || lane.isDue(at: now))
    }
    if gone > 0 { dropped.add(gone) }
    queue.set(Double(depth))
    if isDue { bell.ring() }
  }

  /// Serves the exporter until it is stopped or the task is cancelled.
  ///
  /// - Parameter firing: the alerts that fire and that an exporter of a name is told of.
  func run(snapshot: @Sendable () -> MetricsSnapshot?, firing: @Sendable (String) -> [AlertChange]) async {
    while !Task.isCancelled {
      switch lane.withLock({ $0.next(at: clock()) }) {
      case .send(let items): await send(items)
      case .snapshot:
        if wants.contains(.snapshot), let snapshot = snapshot() { lane.withLock { $0.offer(snapshot) } }
        if exporter.repeatsFiring {
          let changes = firing(name)
          lane.withLock { $0.repeatFiring(changes) }
        }
      case .wait(let time): await bell.wait(time)
      case .end:
        dropped.add(lane.withLock { $0.abandon() })
        return
      }
    }
    dropped.add(lane.withLock { $0.abandon() })
  }

  func stop(deadline: Nanoseconds) {
    lane.withLock { $0.stop(at: clock(), deadline: deadline) }
    bell.ring()
  }

  private func send(_ batch: [ExportItem]) async {
    do throws(ExportError) {
      try await exporter.export(batch)
      let (failures, arrived) = lane.withLock { lane in (lane.failures, lane.succeeded()) }
      items.add(arrived)
      if failures > 0 { logger.notice("the exporter works again", metadata: ["exporter": "\(name)"]) }
    } catch {
      let jitter = Double.random(in: 0...1)
      let (result, failures, opens) = lane.withLock { lane in
        let wasOpen = lane.isOpen
        let result = lane.failed(error, at: clock(), jitter: jitter)
        return (result, lane.failures, lane.isOpen && !wasOpen)
      }
      items.add(result.delivered)
      dropped.add(result.dropped)
      errors.add()
      // The first of a row, the one that opens the circuit, and each that loses something.
      if failures == 1 || opens || (result.dropped > 0 && failures < 10) {
        logger.warning(
          "the exporter failed",
          metadata: ["exporter": "\(name)", "problem": "\(error)", "dropped": "\(result.dropped)"])
      }
    }
    let (depth, isOpen) = lane.withLock { ($0.depth, $0.isOpen) }
    queue.set(Double(depth))
    circuit.set(isOpen ? 1 : 0)
  }
}
