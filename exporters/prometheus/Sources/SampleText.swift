internal import CallModel

/// The sample lines of the text formats: all but metadata and exemplars is the same in them.
///
/// Everything is appended to one array of bytes; no line of a sample is ever a String.
struct SampleText {
  private(set) var bytes: [UInt8] = []
  private let spelling: BoundSpelling
  private let hasExemplars: Bool
  /// The labels of the point being written, with commas between but without braces.
  private var labels: [UInt8] = []

  /// `exemplars`: whether the format has them.
  init(bounds spelling: BoundSpelling, exemplars: Bool) {
    self.spelling = spelling
    hasExemplars = exemplars
  }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(escapedHelp text: String, quotes: Bool) {
    if quotes { bytes.append(escapedLabel: text) } else { bytes.append(escapedHelp: text) }
  }

  /// Makes room for so many bytes: growing step by step would copy the document again and again.
  mutating func reserve(_ size: Int) { bytes.reserveCapacity(size) }

  /// Appends all samples of a family, whose names begin with `name`.
  mutating func append(samplesOf family: MetricFamily, named name: String) {
    var buckets: (bounds: [Double], lines: BucketLines)?
    for point in family.points {
      setLabels(family.labels, point.labelValues)
      switch point.value {
      case .number(let value):
        appendSample(name, "", value, hasExemplars && family.kind == .counter ? point.exemplars.last : nil)
      case .summary(let quantiles, let sum, let count):
        for (quantile, value) in quantiles { appendQuantile(name, quantile, value) }
        appendSample(name, "_sum", sum)
        appendSample(name, "_count", count)
      case .histogram(let histogram, let bounds):
        let lines =
          buckets.flatMap { $0.bounds == bounds ? $0.lines : nil }
          ?? BucketLines(name, bounds: bounds, spelling: spelling)
        buckets = (bounds, lines)
        let exemplars = BucketExemplars(hasExemplars ? point.exemplars : [], bounds: lines.buckets.bounds)
        append(histogram, lines, exemplars)
        appendSample(name, "_sum", histogram.sum)
        appendSample(name, "_count", histogram.count)
      }
    }
  }

  // MARK: Samples

  private mutating func append(
    _ histogram: ExponentialHistogram, _ lines: BucketLines, _ exemplars: BucketExemplars
  ) {
    for (bucket, count) in lines.buckets.cumulative(histogram).enumerated() {
      appendBucket(lines, lines.finite[bucket], count, exemplars[bucket])
    }
    appendBucket(lines, lines.infinite, histogram.count, exemplars.ofInfinity)
  }

  private mutating func appendBucket(
    _ lines: BucketLines, _ bound: [UInt8], _ count: UInt64, _ exemplar: Exemplar?
  ) {
    bytes.append(contentsOf: lines.start)
    if !labels.isEmpty {
      bytes.append(contentsOf: labels)
      bytes.append(UInt8(ascii: ","))
    }
    bytes.append(contentsOf: bound)
    bytes.append(decimal: count)
    if let exemplar { bytes.append(exemplar: exemplar) }
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func appendQuantile(_ name: String, _ quantile: Double, _ value: Double) {
    append(name)
    append("{")
    if !labels.isEmpty {
      bytes.append(contentsOf: labels)
      bytes.append(UInt8(ascii: ","))
    }
    append("quantile=\"")
    bytes.append(bound: quantile, spelling)
    append("\"} ")
    bytes.append(number: value)
    append("\n")
  }

  private mutating func appendSample(
    _ name: String, _ suffix: String, _ value: Double, _ exemplar: Exemplar? = nil
  ) {
    appendSeries(name, suffix)
    bytes.append(number: value)
    if let exemplar { bytes.append(exemplar: exemplar) }
    append("\n")
  }

  private mutating func appendSample(_ name: String, _ suffix: String, _ value: UInt64) {
    appendSeries(name, suffix)
    bytes.append(decimal: value)
    append("\n")
  }

  private mutating func appendSeries(_ name: String, _ suffix: String) {
    append(name)
    append(suffix)
    if !labels.isEmpty {
      append("{")
      bytes.append(contentsOf: labels)
      append("}")
    }
    append(" ")
  }

  /// An empty value means that the label is absent, so it is not written.
  private mutating func setLabels(_ names: [String], _ values: [String]) {
    labels.removeAll(keepingCapacity: true)
    for (name, value) in zip(names, values) where !value.isEmpty {
      if !labels.isEmpty { labels.append(UInt8(ascii: ",")) }
      labels.append(contentsOf: name.utf8)
      labels.append(contentsOf: "=\"".utf8)
      labels.append(escapedLabel: value)
      labels.append(UInt8(ascii: "\""))
    }
  }
}
