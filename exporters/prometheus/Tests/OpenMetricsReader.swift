/// A strict reader of what this exporter writes of OpenMetrics 1.0: counters, gauges, summaries,
/// histograms and unknown ones, without timestamps and exemplars. All else it refuses.
struct OpenMetricsReader {
  struct Sample: Equatable {
    var name: String
    var labels: [String: String] = [:]
    var value: Double
  }

  struct Family: Equatable {
    var name: String
    var type: String?
    var unit: String?
    var help: String?
    var samples: [Sample] = []
  }

  struct Refused: Error, CustomStringConvertible {
    let description: String
  }

  private var families: [Family] = []

  static func read(_ text: String) throws -> [Family] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    // A `\r\n` is one Character: no separator.
    if lines.last == "" { lines.removeLast() }
    guard lines.popLast() == "# EOF" else { throw Refused(description: "no end") }
    var reader = OpenMetricsReader()
    for line in lines {
      if line.hasPrefix("#") { try reader.readMetadata(line) } else { try reader.readSample(line) }
    }
    try reader.finishFamily()
    return reader.families
  }

  private mutating func readMetadata(_ line: String) throws {
    let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map { String($0) }
    guard parts.count == 4, parts[0] == "#" else { throw Refused(description: line) }
    if families.last?.name != parts[2] { try startFamily(parts[2]) }
    var family = families.removeLast()
    guard family.samples.isEmpty else { throw Refused(description: "late: \(line)") }
    switch parts[1] {
    case "TYPE":
      let types = ["counter", "gauge", "summary", "histogram", "unknown"]
      guard family.type == nil, types.contains(parts[3]) else { throw Refused(description: line) }
      family.type = parts[3]
    case "UNIT":
      guard family.unit == nil, parts[3].isEmpty || family.name.hasSuffix("_" + parts[3]) else {
        throw Refused(description: line)
      }
      family.unit = parts[3]
    case "HELP":
      guard family.help == nil else { throw Refused(description: line) }
      family.help = unescaped(parts[3])
    default: throw Refused(description: line)
    }
    families.append(family)
  }

  private mutating func readSample(_ line: String) throws {
    let refused = Refused(description: line)
    let name = String(line.prefix { $0 != "{" && $0 != " " })
    guard isName(name) else { throw refused }
    var rest = line.dropFirst(name.count)
    var labels: [String: String] = [:]
    if rest.first == "{" {
      rest = rest.dropFirst()
      while rest.first != "}" {
        if !labels.isEmpty {
          guard rest.popFirst() == "," else { throw refused }
        }
        let label = String(rest.prefix { $0 != "=" })
        rest = rest.dropFirst(label.count)
        guard isName(label), !label.contains(":"), rest.hasPrefix("=\"") else { throw refused }
        rest = rest.dropFirst(2)
        var value = ""
        while let next = rest.popFirst(), next != "\"" {
          value.append(next)
          if next == "\\", let escaped = rest.popFirst() { value.append(escaped) }
          if rest.isEmpty { throw refused }
        }
        guard labels.updateValue(unescaped(value), forKey: label) == nil else { throw refused }
      }
      rest = rest.dropFirst()
    }
    guard rest.popFirst() == " ", let value = number(rest) else { throw refused }
    if families.last.map({ !owns($0, name) }) ?? true { try startFamily(name) }
    families[families.count - 1].samples.append(Sample(name: name, labels: labels, value: value))
  }

  private mutating func startFamily(_ name: String) throws {
    try finishFamily()
    guard isName(name), !families.contains(where: { $0.name == name || owns($0, name) }) else {
      throw Refused(description: "again: \(name)")
    }
    families.append(Family(name: name))
  }

  private func owns(_ family: Family, _ sample: String) -> Bool {
    let suffixes =
      switch family.type {
      case "counter": ["_total", "_created"]
      case "summary": ["", "_sum", "_count", "_created"]
      case "histogram": ["_bucket", "_sum", "_count", "_created"]
      default: [""]
      }
    return suffixes.contains { sample == family.name + $0 }
  }

  /// Checks the family that ends here as a whole.
  private func finishFamily() throws {
    guard let family = families.last else { return }
    func check(_ holds: Bool, _ rule: String) throws {
      if !holds { throw Refused(description: "\(family.name): \(rule)") }
    }
    var series: [(key: [String: String], samples: [Sample])] = []
    for sample in family.samples {
      var key = sample.labels
      if family.type == "histogram" { key["le"] = nil }
      if family.type == "summary" { key["quantile"] = nil }
      if series.last?.key != key { series.append((key, [])) }
      series[series.count - 1].samples.append(sample)
    }
    try check(Set(series.map(\.key)).count == series.count, "a series in two places")
    for (_, samples) in series {
      func values(_ suffix: String) -> [Sample] { samples.filter { $0.name == family.name + suffix } }
      try check(Set(samples.map { [$0.name: ""].merging($0.labels) { $1 } }).count == samples.count, "twice")
      switch family.type {
      case "counter": try check(samples.allSatisfy { $0.value >= 0 }, "counts less than nothing")
      case "summary":
        let quantiles = values("").map { $0.labels["quantile"].flatMap(Double.init) ?? -1 }
        try check(quantiles.allSatisfy { 0...1 ~= $0 }, "a quantile")
        try check(values("").allSatisfy { !($0.value < 0) }, "a quantile below zero")
        try check((values("_sum") + values("_count")).allSatisfy { $0.value >= 0 }, "a sum or count")
      case "histogram":
        let buckets = values("_bucket")
        let bounds = buckets.map { number($0.labels["le"]?[...] ?? "") ?? .nan }
        try check(bounds.last == .infinity && buckets.last?.labels["le"] == "+Inf", "no +Inf")
        try check(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds fall")
        try check(zip(buckets, buckets.dropFirst()).allSatisfy { $0.value <= $1.value }, "counts fall")
        try check(values("_sum").isEmpty == values("_count").isEmpty, "sum without count")
        try check(values("_sum").isEmpty || (bounds.first ?? 0) >= 0, "sum with negative bounds")
        try check(values("_count").allSatisfy { $0.value == buckets.last?.value }, "count")
        try check(samples.allSatisfy { $0.value >= 0 }, "less than nothing")
      default: break
      }
    }
  }

  private func number(_ text: Substring) -> Double? {
    switch text {
    case "NaN": .nan
    case "+Inf": .infinity
    case "-Inf": -.infinity
    default: text.allSatisfy { "0123456789+-.eE".contains($0) } ? Double(text) : nil
    }
  }

  private func isName(_ text: String) -> Bool {
    let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_:"
    return text.first.map(letters.contains) ?? false && text.allSatisfy { (letters + "0123456789").contains($0) }
  }

  private func unescaped(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let next = rest.popFirst() {
      guard next == "\\", let escaped = rest.first, let plain = ["n": "\n", "\\": "\\", "\"": "\""][escaped] else {
        result.append(next)
        continue
      }
      result += plain
      rest = rest.dropFirst()
    }
    return result
  }
}
