import CallModel
import PluginKit
import ServiceConfig
import Testing

struct ExternalSettingsTests {
  private func load(_ text: String) -> LoadedConfiguration { loadConfiguration(text, file: "a.yaml", in: context()) }

  @Test func anAlertMayLookAtWhatIsJudgedElsewhere() throws {
    let loaded = load(
      """
      evaluators:
        quality: { plugin: external, name: "Answer quality", pass_at: 0.7, labels: { BAD: fail, meh: skip } }
        tone: { plugin: external }
      alerts:
        bad: { when: { signal: fail_ratio, evaluator: quality, above: 10% } }
      """)
    let configuration = try #require(loaded.configuration, "\(loaded.problems)")
    #expect(
      configuration.externals == [
        ExternalEvaluator(
          name: "quality", sentAs: "Answer quality", passAt: 0.7, labels: ["bad": .fail, "meh": .skip]),
        ExternalEvaluator(name: "tone"),
      ])
    #expect(configuration.evaluators.isEmpty && configuration.alerts.count == 1)
  }

  @Test(arguments: [
    ("a: { plugin: external, sample: 10% }", "evaluators.a.sample"),
    ("a: { plugin: external, pass_at: high }", "evaluators.a.pass_at"),
    ("a: { plugin: external, labels: { x: broken } }", "evaluators.a.labels.x"),
    ("a: { plugin: external, labels: { x: fail, X: pass } }", "evaluators.a.labels.X"),
    ("a: { plugin: external, passat: 1 }", "evaluators.a.passat"),
    ("a: { plugin: external }\n  b: { plugin: external, name: a }", "evaluators.b.name"),
    ("a: { plugin: external, name: '' }", "evaluators.a.name"),
  ])
  func whatIsWrongIsReported(_ entry: String, _ path: String) {
    let loaded = load("evaluators:\n  \(entry)\n")
    #expect(loaded.configuration == nil)
    #expect(loaded.problems.map(\.path) == [path], "\(loaded.problems)")
  }

  @Test func thereIsABound() {
    let entries = (0..<65).map { "  e\($0): { plugin: external }\n" }.joined()
    #expect(load("evaluators:\n" + entries).problems.map(\.message) == ["at most 64 evaluators may be external"])
  }
}
