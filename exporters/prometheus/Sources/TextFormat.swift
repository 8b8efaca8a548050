internal import CallModel

/// The text format 0.0.4, family by family (Prometheus, exposition formats).
///
/// All lines of a family stand together: HELP, TYPE, samples. Counters' names include
/// `_total`. Everything is appended to one array of bytes; no line of a sample is ever a String.
struct TextFormat {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var bytes: [UInt8] = []
  /// The labels of the point being written, with commas between but without braces.
  private var labels: [UInt8] = []

  mutating func append(_ family: MetricFamily) {
    if family.points.isEmpty { return }
    append("# HELP \(family.name) ")
    bytes.append(escapedHelp: family.help)
    append("\n# TYPE \(family.name) \(family.kind.text)\n")
    var buckets: (bounds: [Double], lines: BucketLines)?
    for point in family.points {
      setLabels(family.labels, point.labelValues)
      switch point.value {
      case .number(let value):
        appendSample(family.name, "", value)
      case .summary(let quantiles, let sum, let count):
        for (quantile, value) in quantiles { appendQuantile(family.name, quantile, value) }
        appendSample(family.name, "_sum", sum)
        appendSample(family.name, "_count", count)
      case .histogram(let histogram, let bounds):
        let lines = buckets.flatMap { $0.bounds == bounds ? $0.lines : nil } ?? BucketLines(family.name, bounds)
        buckets = (bounds, lines)
        append(histogram, lines)
        appendSample(family.name, "_sum", histogram.sum)
        appendSample(family.name, "_count", histogram.count)
      }
    }
  }

  // MARK: Samples

  private mutating func append(_ histogram: ExponentialHistogram, _ lines: BucketLines) {
    for (line, count) in zip(lines.finite, lines.buckets.cumulative(histogram)) {
      appendBucket(lines, line, count)
    }
    appendBucket(lines, lines.infinite, histogram.count)
  }

  private mutating func appendBucket(_ lines: BucketLines, _ bound: [UInt8], _ count: UInt64) {
    bytes.append(contentsOf: lines.start)
    if !labels.isEmpty {
      bytes.append(contentsOf: labels)
      bytes.append(UInt8(ascii: ","))
    }
    bytes.append(contentsOf: bound)
    bytes.append(decimal: count)
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
    bytes.append(number: quantile)
    append("\"} ")
    bytes.append(number: value)
    append("\n")
  }

  private mutating func appendSample(_ name: String, _ suffix: String, _ value: Double) {
    appendSeries(name, suffix)
    bytes.append(number: value)
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

  // MARK: Names and text

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

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

/// The parts of a family's bucket lines that are the same for all its series.
private struct BucketLines {
  /// `name_bucket{`
  let start: [UInt8]
  let buckets: ClassicBuckets
  /// `le="0.01"} ` for each bound.
  let finite: [[UInt8]]
  let infinite = Array("le=\"+Inf\"} ".utf8)

  init(_ name: String, _ bounds: [Double]) {
    start = Array("\(name)_bucket{".utf8)
    buckets = ClassicBuckets(bounds: bounds)
    finite = buckets.bounds.map { bound in
      var line = Array("le=\"".utf8)
      line.append(number: bound)
      return line + Array("\"} ".utf8)
    }
  }
}

extension MetricFamily.Kind {
  /// The word of a TYPE line.
  fileprivate var text: String {
    switch self {
    case .counter: "counter"
    case .gauge: "gauge"
    case .summary: "summary"
    case .histogram: "histogram"
    }
  }
}
