internal import CallModel

/// The protobuf exposition: `io.prometheus.client.MetricFamily` messages, each after its length.
///
/// Histograms have their classic buckets and their native ones in one message; the scraper
/// keeps which it likes. Counters' names include `_total`. Timestamps and `created` are not
/// written. Exemplars are not either as long as a `MetricPoint` carries none; they belong into
/// `Counter` (2), `Bucket` (3) and, with a timestamp, `Histogram` (16).
struct ProtobufFormat {
  private var document = ProtobufMessage()

  var bytes: [UInt8] { document.bytes }

  mutating func append(_ family: MetricFamily) {
    if family.points.isEmpty { return }
    document.append(delimited: { message in
      message.append(1, text: family.name)
      message.append(2, text: family.help)
      message.append(3, uint: family.kind.number)
      message.append(pointsOf: family)
      if let unit = family.unit { message.append(5, text: unit) }
    })
  }
}

extension ProtobufMessage {
  fileprivate mutating func append(pointsOf family: MetricFamily) {
    var buckets: ClassicBuckets?
    var bounds: [Double] = []
    for point in family.points {
      if case .histogram(_, let asked) = point.value, buckets == nil || bounds != asked {
        buckets = ClassicBuckets(bounds: asked)
        bounds = asked
      }
      append(4) { metric in
        metric.append(labels: family.labels, point.labelValues)
        metric.append(family.kind.field) { value in
          switch point.value {
          case .number(let number):
            value.append(1, double: number)
          case .summary(let quantiles, let sum, let count):
            value.append(1, uint: count)
            value.append(2, double: sum)
            value.append(quantiles: quantiles)
          case .histogram(let histogram, _):
            value.append(1, uint: histogram.count)
            value.append(2, double: histogram.sum)
            if let buckets { value.append(classic: buckets, histogram) }
            value.append(native: NativeBuckets(histogram))
          }
        }
      }
    }
  }

  /// An empty value means that the label is absent, so it is not written.
  private mutating func append(labels names: [String], _ values: [String]) {
    for (name, value) in zip(names, values) where !value.isEmpty {
      append(1) { pair in
        pair.append(1, text: name)
        pair.append(2, text: value)
      }
    }
  }

  private mutating func append(quantiles: [(quantile: Double, value: Double)]) {
    for quantile in quantiles {
      append(3) { message in
        message.append(1, double: quantile.quantile)
        message.append(2, double: quantile.value)
      }
    }
  }

  /// The bucket `+Inf` is the count of all, and scrapers add it themselves.
  private mutating func append(classic buckets: ClassicBuckets, _ histogram: ExponentialHistogram) {
    for (bound, count) in zip(buckets.bounds, buckets.cumulative(histogram)) {
      append(3) { bucket in
        bucket.append(1, uint: count)
        bucket.append(2, double: bound)
      }
    }
  }

  private mutating func append(native: NativeBuckets) {
    append(5, sint: Int64(native.schema))
    append(6, double: NativeBuckets.zeroThreshold)
    append(7, uint: native.zeroCount)
    if native.spans.spans.isEmpty {
      // Without any span a reader would take it for a classic histogram only.
      append(span: BucketSpans.Span(offset: 0, length: 0))
      return
    }
    for span in native.spans.spans { append(span: span) }
    append(13) { packed in
      for delta in native.spans.deltas { packed.append(zigzag: delta) }
    }
  }

  private mutating func append(span: BucketSpans.Span) {
    append(12) { message in
      message.append(1, sint: Int64(span.offset))
      message.append(2, uint: UInt64(span.length))
    }
  }
}

extension MetricFamily.Kind {
  /// The value of `MetricType`.
  fileprivate var number: UInt64 {
    switch self {
    case .counter: 0
    case .gauge: 1
    case .summary: 2
    case .histogram: 4
    }
  }

  /// The field of `Metric` that holds the value.
  fileprivate var field: UInt64 {
    switch self {
    case .gauge: 2
    case .counter: 3
    case .summary: 4
    case .histogram: 7
    }
  }
}
