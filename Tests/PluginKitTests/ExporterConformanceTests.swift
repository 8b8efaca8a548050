import CallModel
import PluginKit
import PluginTestKit
import Synchronization
import Testing

/// That the suite passes an exporter that keeps its promises and names each broken one.
@Suite struct ExporterConformanceTests {
  @Test func aGoodExporterHasNoProblems() {
    #expect(ExporterConformance.check(Good.self) == [])
  }

  @Test func aCarelessExporterIsNamed() {
    let problems = ExporterConformance.check(Careless.self)
    for part in [
      "the content type is 'text'", "no newline at the end", "rendered twice, it differs",
      "a newline in a label value makes a line of its own", "of a thousand series, route-999 is missing",
      "the metric assay_fail_ratio is missing",
    ] {
      #expect(problems.contains { $0.contains(part) }, "\(part)")
    }
  }

  @Test func labelValuesThatLookAlikeAreNamed() {
    let problems = ExporterConformance.check(Alike.self)
    #expect(problems.contains { $0.hasSuffix("are rendered alike") })
  }
}

private struct Render: PullExporter {
  var body: @Sendable (MetricsSnapshot) -> (String, String)
  func render(_ snapshot: MetricsSnapshot, accept: String?) -> (contentType: String, body: [UInt8]) {
    let (type, text) = body(snapshot)
    return (type, Array(text.utf8))
  }
}

/// One line a series, its label values as Swift would write them.
private func lines(_ snapshot: MetricsSnapshot, label: (String) -> String) -> String {
  snapshot.families.map { family in
    family.points.map { "\(family.name) \($0.labelValues.map(label).joined(separator: ",")) \($0.value)\n" }.joined()
  }.joined()
}

private enum Good: ExporterFactory {
  static let id = "good"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    .pull(Render { ("text/plain", lines($0) { $0.debugDescription }) })
  }
}

private enum Careless: ExporterFactory {
  static let id = "careless"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    let renders = Mutex(0)
    let render = Render { snapshot in
      let count = renders.withLock {
        $0 += 1
        return $0
      }
      var first = snapshot
      first.families = snapshot.families.prefix(1).map { family in
        var cut = family
        cut.points = Array(family.points.prefix(900))
        return cut
      }
      return ("text", lines(first) { $0 } + "\n# \(count)")
    }
    return .pull(render)
  }
}

private enum Alike: ExporterFactory {
  static let id = "alike"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    .pull(Render { ("text/plain", lines($0) { "\"" + $0.filter { $0 != "\n" && $0 != "\\" } + "\"" }) })
  }
}
