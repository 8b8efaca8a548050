internal import CallModel

/// OpenMetrics 1.0 as text, family by family.
///
/// A counter's family is named without `_total`, its samples with it. `_created` is not
/// written: a server that does not use it would store it as one more series. Neither are
/// exemplars as long as a `MetricPoint` carries none; they belong at the end of a `_total` or
/// `_bucket` line, which `SampleText` writes.
struct OpenMetricsFormat {
  private var text = SampleText(bounds: .canonical)
  /// The names of all families in the document.
  private let names: Set<String>

  init(names: some Sequence<String>) {
    self.names = Set(names)
  }

  /// The whole document: what follows its end mark would make it invalid.
  consuming func finish() -> [UInt8] {
    text.append("# EOF\n")
    return text.bytes
  }

  mutating func append(_ family: MetricFamily) {
    let family = valid(family)
    if family.points.isEmpty { return }
    var name = family.baseName
    var type = family.kind.word
    var sampleName = family.kind == .counter ? name + "_total" : name
    if family.kind == .counter, name != family.name, names.contains(name) {
      // Beside a gauge `a` a counter `a_total` would be a second family `a`.
      (name, type, sampleName) = (family.name, "unknown", family.name)
    }
    text.append("# TYPE \(name) \(type)\n")
    if let unit = family.unit, name.hasSuffix(unit) { text.append("# UNIT \(name) \(unit)\n") }
    text.append("# HELP \(name) ")
    text.append(escapedHelp: family.help, quotes: true)
    text.append("\n")
    text.append(samplesOf: family, named: sampleName)
  }

  /// The family without what OpenMetrics forbids: counters below zero or not a number, and
  /// bounds below zero, with which a histogram could have no sum.
  private func valid(_ family: MetricFamily) -> MetricFamily {
    var family = family
    switch family.kind {
    case .gauge, .summary: break
    case .counter:
      family.points.removeAll { point in
        if case .number(let value) = point.value { !(value >= 0) } else { false }
      }
    case .histogram:
      for place in family.points.indices {
        guard case .histogram(let histogram, let bounds) = family.points[place].value,
          bounds.contains(where: { $0 < 0 })
        else { continue }
        family.points[place].value = .histogram(histogram, bounds: bounds.filter { !($0 < 0) })
      }
    }
    return family
  }
}
