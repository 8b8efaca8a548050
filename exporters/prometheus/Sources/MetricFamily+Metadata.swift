internal import CallModel

extension MetricFamily {
  /// The name without a counter's `_total`.
  var baseName: String {
    kind == .counter && name.hasSuffix("_total") ? String(name.dropLast("_total".count)) : name
  }

  /// The base unit that the name ends in (`seconds`, `bytes`), or nil.
  ///
  /// What is counted (tokens, calls) is no unit (Prometheus, metric and label naming).
  var unit: String? {
    let base = baseName
    return ["seconds", "bytes"].first { base.hasSuffix("_\($0)") }
  }
}

extension MetricFamily {
  /// About how many bytes its samples take as text; room that is not used costs no memory.
  var sizeOfText: Int {
    let lineLength = 160
    guard let point = points.first else { return 0 }
    let lines =
      switch point.value {
      case .number: 1
      case .summary(let quantiles, _, _): quantiles.count + 2
      case .histogram(_, let bounds): bounds.count + 3
      }
    return points.count * lines * lineLength
  }
}

extension MetricFamily.Kind {
  /// The word of a TYPE line.
  var word: String {
    switch self {
    case .counter: "counter"
    case .gauge: "gauge"
    case .summary: "summary"
    case .histogram: "histogram"
    }
  }

  /// Whether a family of the kind can have such a point.
  func admits(_ value: MetricPoint.Value) -> Bool {
    switch (self, value) {
    case (.counter, .number), (.gauge, .number), (.summary, .summary), (.histogram, .histogram): true
    default: false
    }
  }
}
