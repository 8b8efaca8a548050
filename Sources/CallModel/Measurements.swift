/// Everything measured at one moment, ready for an exporter to render.
public struct MetricsSnapshot: Sendable {
  public var families: [MetricFamily]
  /// When it was taken.
  public var at: Nanoseconds

  public init(families: [MetricFamily], at: Nanoseconds) {
    self.families = families
    self.at = at
  }
}

/// One metric name with all its series.
public struct MetricFamily: Sendable {
  public enum Kind: Sendable {
    case counter, gauge, summary, histogram
  }

  /// The Prometheus name, with `_total` for counters.
  public var name: String
  public var help: String
  public var kind: Kind
  public var labels: [String]
  public var points: [MetricPoint]

  public init(name: String, help: String, kind: Kind, labels: [String], points: [MetricPoint]) {
    self.name = name
    self.help = help
    self.kind = kind
    self.labels = labels
    self.points = points
  }
}

/// One series' values: as many label values as its family has labels; an empty one is absent.
public struct MetricPoint: Sendable {
  public enum Value: Sendable {
    case number(Double)
    case summary(quantiles: [(quantile: Double, value: Double)], sum: Double, count: UInt64)
    /// Values in base units (seconds, tokens), with the classic bounds to show them at.
    case histogram(ExponentialHistogram, bounds: [Double])
  }

  public var labelValues: [String]
  public var value: Value
  /// Calls that stand for the value, in no order: of a counter at most one, of a histogram
  /// about one a classic bucket, of anything else none. A format without exemplars leaves them
  /// out.
  public var exemplars: [Exemplar]

  public init(labelValues: [String], value: Value, exemplars: [Exemplar] = []) {
    self.labelValues = labelValues
    self.value = value
    self.exemplars = exemplars
  }
}
