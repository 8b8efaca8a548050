internal import CallModel

/// The protobuf exposition: `io.prometheus.client.MetricFamily` messages, each after its length.
///
/// Histograms have their classic buckets and their native ones in one message; the scraper
/// keeps which it likes, and the exemplars that belong to them: one a classic bucket, and for the
/// native buckets all of them by time, without which a server takes only some (Prometheus,
/// native histograms). Counters' names include `_total`. Timestamps of samples and `created` are
/// not written.
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
            if family.kind == .counter, let exemplar = point.exemplars.last { value.append(2, exemplar) }
          case .summary(let quantiles, let sum, let count):
            value.append(1, uint: count)
            value.append(2, double: sum)
            value.append(quantiles: quantiles)
          case .histogram(let histogram, _):
            value.append(1, uint: histogram.count)
            value.append(2, double: histogram.sum)
            if let buckets { value.append(classic: buckets, histogram, point.exemplars) }
            value.append(native: NativeBuckets(histogram))
            for exemplar in point.exemplars.sorted(by: { $0.at < $1.at }) where !exemplar.value.isNaN {
              value.append(16, exemplar)
            }
          }
        }
      }
    }
  }

  /// An empty value means that the label is absent, so it is not written.
  private mutating func append(labels names: [String], _ values: [String]) {
    for (name, value) in zip(names, values) where !value.isEmpty {
      append(label: name, value)
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

  /// The bucket `+Inf` is the count of all, and scrapers add it themselves: it is written only
  /// for its exemplar.
  private mutating func append(
    classic buckets: ClassicBuckets, _ histogram: ExponentialHistogram, _ exemplars: [Exemplar]
  ) {
    let exemplars = BucketExemplars(exemplars, bounds: buckets.bounds)
    for (place, count) in buckets.cumulative(histogram).enumerated() {
      append(bucket: buckets.bounds[place], count, exemplars[place])
    }
    if let exemplar = exemplars.ofInfinity { append(bucket: .infinity, histogram.count, exemplar) }
  }

  private mutating func append(bucket bound: Double, _ count: UInt64, _ exemplar: Exemplar?) {
    append(3) { bucket in
      bucket.append(1, uint: count)
      bucket.append(2, double: bound)
      if let exemplar { bucket.append(3, exemplar) }
    }
  }

  private mutating func append(_ field: UInt64, _ exemplar: Exemplar) {
    append(field) { message in
      message.append(label: "trace_id", hexadecimal: exemplar.trace.high, exemplar.trace.low)
      if exemplar.span.isValid { message.append(label: "span_id", hexadecimal: exemplar.span.value) }
      message.append(2, double: exemplar.value)
      message.append(3) { time in
        // google.protobuf.Timestamp
        let moment = UInt64(clamping: exemplar.at)
        time.append(1, uint: moment / 1_000_000_000)
        time.append(2, uint: moment % 1_000_000_000)
      }
    }
  }

  private mutating func append(label name: String, hexadecimal words: UInt64...) {
    append(1) { pair in
      pair.append(1, text: name)
      pair.append(2, hexadecimal: words)
    }
  }

  private mutating func append(label name: String, _ value: String) {
    append(1) { pair in
      pair.append(1, text: name)
      pair.append(2, text: value)
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
