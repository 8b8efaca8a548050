import PluginKit
import PluginTestKit
import Testing

@Suite struct SettingsTests {
  @Test(arguments: [[:], ["name": nil]] as [[String: Setting.Value]])
  func whatIsRequiredAndMissingIsAProblemOfTheMap(entries: [String: Setting.Value]) {
    var settings = Settings(entries: entries, file: "assay.yaml", path: "exporters.e")
    #expect(settings.requiredText("name") == nil)
    settings.finish()
    #expect(settings.problems.map(\.description) == ["assay.yaml:1: exporters.e: 'name' is missing"])
  }

  @Test func keysThatNobodyReadAreUnknown() {
    var settings = Settings(entries: ["b": 1, "a": 2, "zzz": 3])
    _ = settings.raw("b")
    _ = settings.text("a")
    settings.finish()
    #expect(settings.problems.map(\.description) == ["test.yaml:4: entry.zzz: unknown key; known here: a, b"])
  }

  @Test func aKeyWrittenTwiceIsAProblemOfTheSecond() {
    let entries = [("k", 2), ("other", 3), ("k", 4)].map { (key: $0.0, value: Setting(writing: "x", line: $0.1)) }
    let settings = Settings(Setting(.map(entries), line: 1), file: "assay.yaml", path: "e")
    #expect(settings.problems.map(\.description) == ["assay.yaml:4: e.k: written twice"])
    #expect(settings.keys == ["k", "other", "k"])
  }

  @Test func nothingAtAllIsAnEmptyMap() {
    for setting in [nil, Setting(.null)] {
      var settings = Settings(setting, file: "assay.yaml", path: "")
      #expect(settings.text("a") == nil)
      settings.finish()
      #expect(settings.problems.isEmpty && settings.keys.isEmpty)
    }
  }

  @Test func anythingElseIsNoMap() {
    let settings = Settings(Setting(.text("x"), line: 9), file: "assay.yaml", path: "alerts")
    #expect(settings.problems.map(\.description) == ["assay.yaml:9: alerts: expected a map of settings, found text"])
  }

  @Test func theProblemsOfAnInnerMapAreTakenOver() throws {
    var settings = Settings(entries: ["inner": ["deep": [:]]], path: "")
    let found = settings.map("inner")
    var inner = try #require(found)
    _ = inner.text("deep")
    settings.absorb(inner)
    settings.finish()
    #expect(settings.problems.map(\.path) == ["inner.deep"])
  }

  @Test func aWarningIsNoReasonToRefuse() {
    var settings = Settings(entries: ["old": 1])
    settings.report("is not built yet", at: "old", severity: .warning)
    #expect(!settings.hasProblems)
    #expect(settings.problems.map(\.description) == ["test.yaml:2: entry.old: warning: is not built yet"])
  }
}
