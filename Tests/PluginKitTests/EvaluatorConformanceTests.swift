import CallModel
import PluginKit
import PluginTestKit
import Synchronization
import Testing

/// That the suite passes an evaluator that keeps its promises and names each broken one.
@Suite struct EvaluatorConformanceTests {
  @Test func aGoodEvaluatorHasNoProblems() async {
    #expect(await EvaluatorConformance.check(Good.self) == [])
  }

  @Test func refusedSettingsAreNamed() async {
    let problems = await EvaluatorConformance.check(Good.self, settings: ["colour": "red"])
    #expect(problems == ["the settings are refused: test.yaml:2: entry.colour: unknown key; known here: "])
  }

  @Test func aBadNameAndSwallowedKeysAreNamed() async {
    let problems = await EvaluatorConformance.check(Greedy.self)
    #expect(problems.contains("the id 'Bad-Name' is not lower_snake_case of at most 64 characters"))
    #expect(problems.contains { $0.hasPrefix("the unknown key 'no_plugin_has_this_key' is not reported") })
  }

  @Test func aFactoryThatFailsWithoutAWordIsNamed() async {
    let problems = await EvaluatorConformance.check(Silent.self, settings: ["word": "ok"])
    #expect(problems.contains("word: a list: nothing is made and no problem is reported"))
  }

  @Test func lostVerdictsAreNamed() async {
    let problems = await EvaluatorConformance.check(Losing.self)
    #expect(problems.contains("1 calls get 0 verdicts"))
    #expect(problems.contains("100 calls get 99 verdicts"))
  }

  @Test func wildVerdictsAreNamed() async {
    let problems = await EvaluatorConformance.check(Wild.self)
    for part in [
      "the score 1.5 is not from 0 to 1", "the verdict fail has no explanation", "the evidence 3..<3 is empty",
      "lies outside of the output's", "the label 'two words' is not one word",
    ] {
      #expect(problems.contains { $0.contains(part) }, "\(part)")
    }
  }

  @Test func verdictsThatDependOnOtherCallsAreNamed() async {
    let problems = await EvaluatorConformance.check(Counting.self)
    #expect(problems.contains("the verdicts depend on the order of the calls"))
    #expect(problems.contains { $0.hasSuffix("the verdict alone differs from the one in a batch") })
    #expect(problems.contains("the verdicts differ when several tasks judge at once"))
  }
}

private struct Judge: Evaluator {
  var verdicts: @Sendable ([LLMCall]) -> [Verdict]
  func judge(_ calls: [LLMCall]) async -> [Verdict] { verdicts(calls) }
}

private enum Good: EvaluatorFactory {
  static let id = "good_2"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    Judge { $0.map { $0.output.isEmpty ? .skip("no text") : .pass } }
  }
}

private enum Greedy: EvaluatorFactory {
  static let id = "Bad-Name"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    for key in settings.keys { _ = settings.raw(key) }
    return Judge { $0.map { _ in .pass } }
  }
}

private enum Silent: EvaluatorFactory {
  static let id = "silent"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    guard case .text = settings.raw("word")?.value else { throw SettingsError() }
    return Judge { $0.map { _ in .pass } }
  }
}

private enum Losing: EvaluatorFactory {
  static let id = "losing"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    Judge { $0.dropFirst().map { _ in .pass } }
  }
}

private enum Wild: EvaluatorFactory {
  static let id = "wild"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    Judge {
      $0.map { call in
        Verdict(.fail, score: 1.5, label: "two words", evidence: [3..<3, 0..<call.output.utf8.count + 1])
      }
    }
  }
}

private enum Counting: EvaluatorFactory {
  static let id = "counting"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    let seen = Counter()
    return Judge { $0.map { _ in seen.next() ? .pass : .fail("odd") } }
  }

  final class Counter: Sendable {
    let count = Mutex(0)
    /// A third of the calls, so that no number of calls in a batch hides the count.
    func next() -> Bool {
      count.withLock {
        $0 += 1
        return $0 % 97 % 3 == 0
      }
    }
  }
}
