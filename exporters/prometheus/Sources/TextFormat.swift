internal import CallModel

/// The text format 0.0.4, family by family (Prometheus, exposition formats).
///
/// All lines of a family stand together: HELP, TYPE, samples. Counters' names include
/// `_total`. It has no exemplars. With names of the legacy set 1.0.0 is the same text.
struct TextFormat {
  private var text = SampleText(bounds: .plain, exemplars: false)

  var bytes: [UInt8] { text.bytes }

  /// `size`: about how many bytes there will be.
  init(size: Int = 0) { text.reserve(size) }

  mutating func append(_ family: MetricFamily) {
    if family.points.isEmpty { return }
    text.append("# HELP \(family.name) ")
    text.append(escapedHelp: family.help, quotes: false)
    text.append("\n# TYPE \(family.name) \(family.kind.word)\n")
    text.append(samplesOf: family, named: family.name)
  }
}
