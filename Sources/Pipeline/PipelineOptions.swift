package import CallModel
package import Canaries
package import PluginKit
package import Redaction
package import Spending

/// What a pipeline is made of, as the configuration states it.
package struct PipelineOptions: Sendable {
  /// The index's path; the journal lies beside it.
  package var path: String
  package var keep: Nanoseconds
  package var maxSize: Int64
  package var sampling: SamplingPolicy
  package var evaluators: [RunningEvaluator]
  /// Those that judge elsewhere.
  package var externals: [ExternalEvaluator]
  package var alerts: [AlertRule]
  package var budgets: [BudgetRule]
  package var limits: [LimitRule]
  /// Those that are handed what happens; the others are asked by the service.
  package var exporters: [RunningExporter]
  package var prices: PriceCatalogue
  /// What is masked before anything is kept.
  package var redactor: Redactor
  /// The golden questions that are asked.
  package var canaries: [Canary]
  /// The way out of the service, for those questions; without it none is asked.
  package var host: (any Host)?
  /// How long a call without content waits for parts of it to come.
  package var quiet: Nanoseconds
  /// Shown as a label of `assay_build_info`.
  package var version: String

  package init(
    path: String, keep: Nanoseconds = .days(7), maxSize: Int64 = 10 << 30, sampling: SamplingPolicy = SamplingPolicy(),
    evaluators: [RunningEvaluator] = [], externals: [ExternalEvaluator] = [], alerts: [AlertRule] = [],
    budgets: [BudgetRule] = [],
    limits: [LimitRule] = [], exporters: [RunningExporter] = [], prices: PriceCatalogue = .empty,
    redactor: Redactor = Redactor(rules: []), canaries: [Canary] = [], host: (any Host)? = nil,
    quiet: Nanoseconds = .seconds(2), version: String = "0"
  ) {
    self.path = path
    self.keep = keep
    self.maxSize = maxSize
    self.sampling = sampling
    self.evaluators = evaluators
    self.externals = externals
    self.alerts = alerts
    self.budgets = budgets
    self.limits = limits
    self.exporters = exporters
    self.prices = prices
    self.redactor = redactor
    self.canaries = canaries
    self.host = host
    self.quiet = quiet
    self.version = version
  }
}
