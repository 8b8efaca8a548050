package import CallModel
package import PluginKit
package import Spending

/// What a configuration file says, checked, with every default filled in.
package struct Configuration: Sendable {
  /// Where the service listens.
  package struct Listen: Hashable, Sendable {
    /// OTLP over HTTP, the API and the metrics.
    package var http = ListenAddress(host: "127.0.0.1", port: 4318)
    /// OTLP over gRPC; nil if it is off.
    package var grpc: ListenAddress? = ListenAddress(host: "127.0.0.1", port: 4317)
    /// For both; nil without encryption.
    package var tls: TLS?
  }

  /// What is kept on disk, and for how long.
  package struct Storage: Hashable, Sendable {
    /// The database file; relative paths start at the working directory.
    package var path = "data/assay.db"
    /// How old a day of the journal may grow before its file is deleted.
    package var keep = Nanoseconds.days(7)
    /// The bytes that journal and database may take together.
    package var maxSize: Int64 = 10 << 30
  }

  package var listen = Listen()
  package var access = AccessKeys()
  package var storage = Storage()
  package var content = Content()
  package var sampling = SamplingPolicy()
  /// How long a call without content waits for parts of it to come (`assembly: quiet`).
  package var quiet = Nanoseconds.seconds(2)
  /// In the file's order.
  package var evaluators: [EvaluatorEntry] = []
  /// In the file's order.
  package var alerts: [AlertRule] = []
  /// In the file's order.
  package var budgets: [BudgetRule] = []
  /// In the file's order.
  package var limits: [LimitRule] = []
  /// In the file's order; `prometheus` at `/metrics` is among them unless the file gives it
  /// another path.
  package var exporters: [ExporterEntry] = []
  package var prices = PriceCatalogue.empty
  /// The folders in which plugins in other languages are looked for.
  package var pluginFolders = ["evaluators", "exporters"]
}

/// One entry under `evaluators:`.
package struct EvaluatorEntry: Sendable {
  /// The entry's key: what alerts and metrics call it.
  package var name: String
  /// The plugin that judges.
  package var plugin: String
  /// Which calls it judges.
  package var on: Scope
  /// The share of calls that it judges; nil is the share of `sampling: default`.
  package var sample: Double?
  /// How long a batch may take before its verdicts are errors.
  package var timeout: Nanoseconds
  package var evaluator: any Evaluator
}

/// One entry under `exporters:` that is asked for its document over HTTP.
package struct ExporterEntry: Sendable {
  /// The entry's key.
  package var name: String
  /// The plugin that renders.
  package var plugin: String
  /// Where the service answers with its document: `/metrics`.
  package var path: String
  package var exporter: any PullExporter
}
