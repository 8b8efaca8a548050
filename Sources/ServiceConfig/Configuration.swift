package import CallModel
package import Canaries
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
  /// The entries under `evaluators:` whose verdicts come from elsewhere (`plugin: external`).
  package var externals: [ExternalEvaluator] = []
  /// In the file's order.
  package var canaries: [Canary] = []
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
  /// The folder of a plugin that is not built in.
  package var folder: String?
}

/// One entry under `exporters:`.
package struct ExporterEntry: Sendable {
  /// How the exporter is served.
  package enum Service: Sendable {
    /// It is asked for its document at `path`: `/metrics`.
    case pull(any PullExporter, path: String)
    case push(any PushExporter, PushTerms)
  }

  /// What the service itself reads of a push exporter's entry.
  package struct PushTerms: Hashable, Sendable {
    /// How often it is handed a snapshot, if it wants any.
    package var interval: Nanoseconds
    /// The most bytes that wait for it.
    package var queue: Int64
    /// How long a batch is tried before it is dropped.
    package var giveUpAfter: Nanoseconds

    package init(
      interval: Nanoseconds = .seconds(15), queue: Int64 = 8 << 20, giveUpAfter: Nanoseconds = .minutes(5)
    ) {
      self.interval = interval
      self.queue = queue
      self.giveUpAfter = giveUpAfter
    }
  }

  /// The entry's key.
  package var name: String
  /// The plugin's folder.
  package var plugin: String
  package var service: Service
  /// The folder of a plugin that is not built in.
  package var folder: String?

  /// Where its document is asked for; nil if it pushes.
  package var path: String? {
    if case .pull(_, let path) = service { path } else { nil }
  }
}
