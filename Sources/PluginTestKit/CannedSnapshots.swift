public import CallModel

/// Snapshots that an exporter must render, from nothing at all to a thousand series.
public enum CannedSnapshots {
  /// 2026-01-01 00:00 UTC.
  static let at: Nanoseconds = .seconds(1_767_225_600)

  /// Nothing has been measured.
  public static var empty: MetricsSnapshot { MetricsSnapshot(families: [], at: at) }

  /// One family of each kind, with and without points.
  public static var everyKind: MetricsSnapshot {
    var durations = ExponentialHistogram()
    for value in [0, 0.2, 0.8, 1.5, 40] { durations.record(value) }
    let label = ["support"]
    return MetricsSnapshot(
      families: [
        family("assay_calls_total", .counter, [MetricPoint(labelValues: label, value: .number(5))]),
        family("assay_fail_ratio", .gauge, [MetricPoint(labelValues: label, value: .number(0.125))]),
        family(
          "assay_call_duration_seconds", .summary,
          [
            MetricPoint(
              labelValues: label, value: .summary(quantiles: [(0.5, 0.8), (0.99, .nan)], sum: 42.5, count: 5))
          ]),
        family(
          "assay_time_to_first_token_seconds", .histogram,
          [
            MetricPoint(labelValues: label, value: .histogram(durations, bounds: [0.5, 1, 10])),
            MetricPoint(labelValues: [""], value: .histogram(ExponentialHistogram(), bounds: [])),
          ]),
        family("assay_unpriced_calls_total", .counter, []),
      ], at: at)
  }

  /// One gauge with the given label value.
  public static func label(_ value: String) -> MetricsSnapshot {
    let point = MetricPoint(labelValues: [value], value: .number(1))
    return MetricsSnapshot(families: [family("assay_test", .gauge, [point])], at: at)
  }

  /// One gauge of the given value.
  public static func value(_ value: Double) -> MetricsSnapshot {
    let point = MetricPoint(labelValues: ["support"], value: .number(value))
    return MetricsSnapshot(families: [family("assay_test", .gauge, [point])], at: at)
  }

  /// A counter with so many series: `route-0`, `route-1`, …
  public static func series(_ count: Int) -> MetricsSnapshot {
    let points = (0..<count).map { MetricPoint(labelValues: ["route-\($0)"], value: .number(Double($0))) }
    return MetricsSnapshot(families: [family("assay_calls_total", .counter, points)], at: at)
  }

  private static func family(_ name: String, _ kind: MetricFamily.Kind, _ points: [MetricPoint]) -> MetricFamily {
    MetricFamily(name: name, help: "A metric of a test: \"\\ \n\".", kind: kind, labels: ["route"], points: points)
  }
}
