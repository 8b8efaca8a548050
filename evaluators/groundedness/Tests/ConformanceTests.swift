import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import GroundednessEvaluator

@Suite struct ConformanceTests {
  @Test(arguments: [[:], ["pass_at": "60%", "explain": "features"]] as [[String: Setting.Value]])
  func keepsThePromises(_ settings: [String: Setting.Value]) async {
    #expect(await EvaluatorConformance.check(GroundednessFactory.self, settings: settings) == [])
  }

  @Test func thresholdIsAShare() {
    for wrong in [Setting.Value.integer(7), "high", .number(-0.1)] {
      var settings = Settings(entries: ["pass_at": wrong])
      _ = try? GroundednessFactory.make(&settings, host: TestHost())
      #expect(settings.problems.map(\.path) == ["entry.pass_at"])
    }
  }

  /// Texts made to be dear: an answer and a context of a MiB, of one word, of ever new ones, of one sentence.
  @Test(.timeLimit(.minutes(1))) func hugeTextsAreJudgedInBoundedTime() async throws {
    let size = 1 << 20
    let new = (0..<(size / 8)).map { "w\($0)x" }.joined(separator: " ")
    let alike = (0..<(size / 12)).map { "abcdefgh\(String(repeating: "z", count: $0 % 9))" }.joined(separator: " ")
    let sentences = String(repeating: "The harbour museum. ", count: size / 20)
    for text in [new, alike, sentences] {
      for output in [text, String(repeating: "museum harbour ", count: size / 15)] {
        var call = LLMCall()
        call.output = output
        call.context = [text]
        call.input = text
        let start = ContinuousClock.now
        #expect(await GroundednessEvaluator().judge([call]).count == 1)
        // A debug build on a busy machine needs some seconds; what is quadratic would take minutes.
        #expect(ContinuousClock.now - start < .seconds(30))
      }
    }
  }
}
