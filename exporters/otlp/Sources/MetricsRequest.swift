internal import CallModel
internal import OTLP

/// A snapshot as `ExportMetricsServiceRequest` messages (opentelemetry.proto.metrics.v1).
enum MetricsRequest {
  /// Receivers bound what they take (the Collector at 20 MiB over HTTP, gRPC behind it at 4 MiB): a
  /// point has a few hundred bytes.
  static let pointsPerRequest = 5_000

  /// One or more messages; none if there is no point.
  static func requests(
    _ snapshot: MetricsSnapshot, since start: Nanoseconds, resource: [(key: String, value: String)]
  ) -> [[UInt8]] {
    var requests: [[UInt8]] = []
    var families: [MetricFamily] = []
    var room = pointsPerRequest
    func close() {
      if families.isEmpty { return }
      requests.append(request(families, at: snapshot.at, since: min(start, snapshot.at), resource))
      families = []
      room = pointsPerRequest
    }
    for family in snapshot.families {
      var rest = family.points[...]
      while !rest.isEmpty {
        if room == 0 { close() }
        var part = family
        part.points = Array(rest.prefix(room))
        rest = rest.dropFirst(room)
        room -= part.points.count
        families.append(part)
      }
    }
    close()
    return requests
  }

  private static func request(
    _ families: [MetricFamily], at now: Nanoseconds, since start: Nanoseconds,
    _ resource: [(key: String, value: String)]
  ) -> [UInt8] {
    var request = ProtobufWriter()
    request.message(1) { resourceMetrics in
      resourceMetrics.message(1) { message in
        for (key, value) in resource { message.attribute(1, key, value) }
      }
      resourceMetrics.message(2) { scopeMetrics in
        scopeMetrics.message(1) { $0.string(1, "assay") }
        for family in families { scopeMetrics.metric(family, at: now, since: start) }
      }
    }
    return request.bytes
  }
}

extension ProtobufWriter {
  fileprivate mutating func metric(_ family: MetricFamily, at now: Nanoseconds, since start: Nanoseconds) {
    let name = MetricName(of: family)
    message(2) { metric in
      metric.string(1, name.name)
      if !family.help.isEmpty { metric.string(2, family.help) }
      if !name.unit.isEmpty { metric.string(3, name.unit) }
      metric.message(dataField(of: family.kind)) { data in
        for point in family.points {
          data.message(1) { $0.point(point, labels: family.labels, kind: family.kind, at: now, since: start) }
        }
        switch family.kind {
        case .counter:
          data.varint(2, cumulative)
          data.varint(3, 1)
        case .histogram: data.varint(2, cumulative)
        case .gauge, .summary: break
        }
      }
    }
  }

  private mutating func point(
    _ point: MetricPoint, labels: [String], kind: MetricFamily.Kind, at now: Nanoseconds, since start: Nanoseconds
  ) {
    // A gauge has no beginning.
    if kind != .gauge { fixed64(2, UInt64(clamping: start)) }
    fixed64(3, UInt64(clamping: now))
    let attributesField: UInt32 = kind == .histogram ? 1 : 7
    for (label, value) in zip(labels, point.labelValues) where !value.isEmpty {
      attribute(attributesField, MetricName.attribute(label), value)
    }
    switch point.value {
    case .number(let value): double(4, value)
    case .summary(let quantiles, let sum, let count): summary(quantiles, sum, count)
    case .histogram(let histogram, _): exponential(histogram)
    }
  }

  private mutating func summary(_ quantiles: [(quantile: Double, value: Double)], _ sum: Double, _ count: UInt64) {
    fixed64(4, count)
    double(5, sum)
    // Nothing was seen in the window: there is no such quantile.
    for (quantile, value) in quantiles where !value.isNaN {
      message(6) { entry in
        entry.double(1, quantile)
        entry.double(2, value)
      }
    }
  }

  /// The buckets are the same: `(b^i, b^(i+1)]` at the scale that we call schema.
  private mutating func exponential(_ histogram: ExponentialHistogram) {
    fixed64(4, histogram.count)
    double(5, histogram.sum)
    sint(6, Int64(ExponentialHistogram.schema))
    fixed64(7, histogram.zeroCount)
    guard !histogram.counts.isEmpty else { return }
    message(8) { buckets in
      buckets.sint(1, Int64(histogram.offset))
      buckets.packed(2, histogram.counts)
    }
  }
}

/// `AGGREGATION_TEMPORALITY_CUMULATIVE`
private let cumulative: UInt64 = 2

/// The member of `Metric.data` that holds the points of a kind.
private func dataField(of kind: MetricFamily.Kind) -> UInt32 {
  switch kind {
  case .gauge: 5
  case .counter: 7
  case .histogram: 10
  case .summary: 11
  }
}
