package import CallModel
package import PluginKit

/// A push exporter with what its configuration says of how it is served.
package struct RunningExporter: Sendable {
  /// The entry's name in the configuration, which metrics and alerts use.
  package var name: String
  package var exporter: any PushExporter
  /// How often an exporter that wants snapshots is handed one.
  package var interval: Nanoseconds
  /// The most bytes that wait for it, by estimate; beyond, the oldest are dropped.
  package var queue: Int
  /// How long a batch is tried before it is dropped.
  package var giveUpAfter: Nanoseconds

  package init(
    name: String, exporter: any PushExporter, interval: Nanoseconds = .seconds(15), queue: Int = 8 << 20,
    giveUpAfter: Nanoseconds = .minutes(5)
  ) {
    self.name = name
    self.exporter = exporter
    self.interval = interval
    self.queue = queue
    self.giveUpAfter = giveUpAfter
  }
}
