/// The field numbers of the messages in a metrics request (opentelemetry-proto 1.x,
/// `collector/metrics/v1` and `metrics/v1`), as far as they are looked at.
enum MetricField {
  static var resourceMetrics: UInt32 { 1 }
  static var scopeMetrics: UInt32 { 2 }
  static var metrics: UInt32 { 2 }
  /// Of `ResourceMetrics`, `ScopeMetrics`: a `Resource`, an `InstrumentationScope`.
  static var owner: UInt32 { 1 }

  /// The kinds of data that a metric may hold.
  enum Data: UInt32 {
    case gauge = 5
    case sum = 7
    case histogram = 9
    case exponentialHistogram = 10
    case summary = 11
  }

  /// Of every kind of data.
  static var dataPoints: UInt32 { 1 }
  /// Of a metric.
  static var metadata: UInt32 { 12 }
  /// Of `Buckets` of an exponential histogram: packed varints.
  static var bucketCounts: UInt32 { 2 }

  /// What is nested in a data point.
  struct Point {
    var attributes: UInt32
    var exemplars: UInt32?
    /// Packed numbers of eight bytes each.
    var packed: [UInt32] = []
    var buckets: [UInt32] = []
  }

  static func point(_ data: Data) -> Point {
    switch data {
    case .gauge, .sum: Point(attributes: 7, exemplars: 5)
    case .histogram: Point(attributes: 9, exemplars: 8, packed: [6, 7])
    case .exponentialHistogram: Point(attributes: 1, exemplars: 11, buckets: [8, 9])
    case .summary: Point(attributes: 7, exemplars: nil)
    }
  }

  /// Of an `Exemplar`.
  static var filteredAttributes: UInt32 { 7 }
}
