public import CallModel

/// A plugin that sends on what happens, as it happens.
///
/// The service queues, batches, retries and drops; an exporter turns a batch into requests of its
/// `Host` and says how it went. It keeps no queue of its own.
public protocol PushExporter: Sendable {
  /// What it is handed; nothing is copied or queued for those who do not want it.
  var wants: Set<ExportItem.Kind> { get }

  /// Whether it is handed every alert that fires again at each `interval`, as a change from firing to
  /// firing: for receivers that forget what nobody repeats. False unless it says so.
  var repeatsFiring: Bool { get }

  /// Sends items, in their order; called again only when it has returned.
  ///
  /// Items of kinds that it does not want are skipped. It returns once all have arrived, and
  /// soon when its task is cancelled. It must not block its thread.
  ///
  /// - Throws: why some items did not arrive, how many did, and whether to try again.
  func export(_ items: [ExportItem]) async throws(ExportError)

  /// How its program is doing; nil for one that runs none.
  var health: PluginHealth? { get }
}

extension PushExporter {
  public var health: PluginHealth? { nil }
}

extension PushExporter {
  public var repeatsFiring: Bool { false }
}

/// Something for an exporter to send.
public enum ExportItem: Sendable {
  /// The sorts of items, as configurations write them.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case snapshot, verdicts, alerts
  }

  /// Everything measured at one moment; counters count since `Host.started`.
  case snapshot(MetricsSnapshot)
  /// Verdicts in the order in which they were given; never empty.
  case verdicts([JudgedAnswer])
  /// An alert changed its state for one scope.
  case alert(AlertChange)

  public var kind: Kind {
    switch self {
    case .snapshot: .snapshot
    case .verdicts: .verdicts
    case .alert: .alerts
    }
  }
}
