internal import CallModel

/// OpenMetrics 1.0 as text, family by family.
///
/// A counter's family is named without `_total`, its samples with it. `_created` is not
/// written: a server that does not use it would store it as one more series. Exemplars stand at
/// the end of `_total` and `_bucket` lines.
struct OpenMetricsFormat {
  private var text = SampleText(bounds: .canonical, exemplars: true)
  /// The names of all families in the document.
  private let names: Set<String>

  /// `size`: about how many bytes there will be.
  init(names: some Sequence<String>, size: Int = 0) {
    self.names = Set(names)
    text.reserve(size)
  }

  /// The whole document: what follows its end mark would make it invalid.
  consuming func finish() -> [UInt8] {
    text.append("# EOF\n")
    return text.bytes
  }

  mutating func append(_ family: MetricFamily) {
    var family = valid(family)
    if family.points.isEmpty { return }
    var name = family.baseName
    var type = family.kind.word
    var sampleName = family.kind == .counter ? name + "_total" : name
    if family.kind == .counter, name != family.name, names.contains(name) {
      // Beside a gauge `a` a counter `a_total` would be a second family `a`.
      (name, type, sampleName) = (family.name, "unknown", family.name)
      // Of an unknown type no exemplar is allowed.
      for place in family.points.indices { family.points[place].exemplars = [] }
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
      func countsNothing(_ point: MetricPoint) -> Bool {
        if case .number(let value) = point.value { !(value >= 0) } else { false }
      }
      // Removing would copy all points, even if there is none to remove.
      if family.points.contains(where: countsNothing) { family.points.removeAll(where: countsNothing) }
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
