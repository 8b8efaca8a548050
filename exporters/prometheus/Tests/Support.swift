import CallModel

@testable import PrometheusExporter

func render(_ families: MetricFamily...) -> String {
  let document = PrometheusExporter().render(MetricsSnapshot(families: families, at: 0), accept: nil)
  return String(decoding: document.body, as: UTF8.self)
}

func family(
  _ name: String, _ kind: MetricFamily.Kind = .counter, labels: [String] = [], help: String = "Help.",
  _ points: (values: [String], value: MetricPoint.Value)...
) -> MetricFamily {
  MetricFamily(
    name: name, help: help, kind: kind, labels: labels,
    points: points.map { MetricPoint(labelValues: $0.values, value: $0.value) })
}

func text(_ value: Double) -> String {
  var bytes: [UInt8] = []
  bytes.append(number: value)
  return String(decoding: bytes, as: UTF8.self)
}

func histogram(_ values: [Double]) -> ExponentialHistogram {
  var histogram = ExponentialHistogram()
  for value in values { histogram.record(value) }
  return histogram
}

/// The same numbers in every run.
struct Numbers: RandomNumberGenerator {
  private var state: UInt64 = 1

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
