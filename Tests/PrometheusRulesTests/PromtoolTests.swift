import CallModel
import Foundation
import PrometheusRules
import Testing

private let promtool = "/usr/bin/promtool"

/// Prometheus' own checker reads what we print.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: promtool), "promtool is not installed"))
struct PromtoolTests {
  @Test(arguments: [RuleOptions.Histograms.classic, .native])
  func understandsEveryRule(histograms: RuleOptions.Histograms) throws {
    let odd = ["route=a\"b\\c%0Ad\u{2028}\u{85}é*", "model=(gpt|[o1]*", "provider={{x}},route=%2A%25*", "*"]
    let signals: [Signal] = [
      .failRatio(evaluator: "e\"\\\n"), .latency(quantile: 0.95), .errorRatio, .spendRate, .external,
    ]
    let bys: [[CallModel.Dimension]] = [
      [], [.route, .model], [.provider], [.tenant, .route], [.route, .provider, .model],
    ]
    var rules: [AlertRule] = []
    for signal in signals {
      for by in bys {
        for on in odd {
          var one = rule(signal, above: 0.1, by: by)
          one.name = "rule.\(rules.count)"
          one.on = try Scope(parsing: on)
          rules.append(one)
        }
      }
    }
    let file = RuleFile(rules, RuleOptions(histograms: histograms, address: "http://a.example/{{\"\\"))
    let (status, said) = try check(file.text)
    #expect(status == 0, "\(said)")
    #expect(file.counts.windows > 20 && file.counts.firing > 20 && file.counts.external == bys.count * odd.count)
    // Each has two recordings, but those on spend only one where one call is enough.
    #expect(said.contains("\(file.counts.windows * 3 + file.counts.firing) rules found"), "\(said)")
  }

  @Test func anEmptyConfigurationIsAnEmptyFile() throws {
    #expect(try check(RuleFile([], RuleOptions(address: "")).text).status == 0)
  }

  @Test func wouldSayIt() throws {
    #expect(try check("groups:\n  - name: a\n    rules: [{ record: a, expr: 'sum(' }]\n").status != 0)
  }

  /// The exit status (0: nothing to say) and what was said.
  private func check(_ text: String) throws -> (status: Int32, said: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: "assay-rules-\(UUID().uuidString).yml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: promtool)
    process.arguments = ["check", "rules", file.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }
}
