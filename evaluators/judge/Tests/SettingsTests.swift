import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import JudgeEvaluator

@Suite struct SettingsTests {
  private static let wrong: [([String: Setting.Value], String)] = [
    (["url": "ftp://a"], "url: is no URL"), (["model": ""], "model: must be the name of a model"),
    (
      ["prompt": "grounded2"],
      "prompt: 'grounded2' is not one of correct, grounded, relevant, safe, no file's path"
    ),
    (
      ["prompt": "prompts/none.txt"],
      "prompt: the prompt's file cannot be read: prompts/none.txt: there is no such file"
    ),
    (
      ["prompt": "prompts/bad.txt"],
      "prompt: the prompt cannot be used: it has no place {{output}} for the answer"
    ),
    (["prompt": "{{outputs}}"], "prompt: the prompt cannot be used: there is no place {{outputs}}"),
    (
      ["api_key": "a b"], "api_key: holds a blank, a line break or a letter that no header can have"
    ),
    (["budget": "$1/day"], "budget: needs the model's price"),
    (["price": ["input": "1", "output": "2"], "budget": "1/day"], "budget: '1/day' is no budget"),
    (
      ["price": ["input": "1", "output": "2"], "budget": "$1/month"],
      "budget: '$1/month' is no budget"
    ),
    (
      ["price": ["input": "1", "output": "2"], "budget": "$0.0000001/day"],
      "budget: does not pay for one question"
    ),
    (["price": ["input": "1"]], "price: 'output' is missing"),
    (["price": ["input": "-1", "output": "2"]], "price.input: '-1' is no price"),
    (
      ["price": ["input": "1", "output": "2", "cache": "3"]],
      "price.cache: unknown key; known here: input, output"
    ),
    (["limit": "60/m"], "limit: '60/m' is no limit on requests"),
    (["limit": "0 requests/m"], "no limit on requests"),
    (["limit": nil], "nothing bounds what the judge may cost"),
    (["limit": "60 tokens/m"], "no limit on requests"),
    (["concurrency": 65], "must lie between 1 and 64"),
    (["cache": -1], "must lie between 0 and 100000"),
    (["temperature": 3], "must lie between 0.0 and 2.0"),
    (["retries": 9], "must lie between 0 and 8"),
    (["max_output_tokens": 1], "must lie between 16 and 32768"),
    (["longest_text": 1], "must lie between 200 and 1000000"),
  ]

  @Test(arguments: wrong)
  func saysWhatIsWrong(settings: [String: Setting.Value], problem: String) {
    let host = TestHost(files: ["prompts/bad.txt": "nothing"])
    let refused = #expect(throws: Refused.self) { try judge(host, settings) }
    #expect(
      refused?.problems.contains { $0.contains(problem) } == true, "\(refused?.problems ?? [])")
  }

  @Test func somethingMustBoundTheCost() {
    var entry = Settings(entries: ["url": "http://a", "model": "m", "prompt": "safe"])
    #expect(throws: SettingsError.self) { try JudgeFactory.make(&entry, host: TestHost()) }
    #expect(entry.problems.map(\.message).first?.contains("nothing bounds") == true)
  }

  @Test func aPromptIsAFileATextOrAName() throws {
    let host = TestHost(files: ["prompts/polite.txt": "Polite? {{output}}"])
    #expect(
      try judge(host, ["prompt": "prompts/polite.txt"]).prompt == Prompt("Polite? {{output}}"))
    #expect(try judge(host, ["prompt": "Short? {{output}}"]).prompt == Prompt("Short? {{output}}"))
    #expect(try judge(host, ["prompt": "safe"]).prompt == Prompt(BuiltInPrompt.safe.text))
  }

  @Test(arguments: [
    ("https://api.openai.com/v1", "https://api.openai.com/v1/chat/completions"),
    ("https://api.openai.com/v1//", "https://api.openai.com/v1/chat/completions"),
    ("http://localhost:8000/v1/chat/completions", "http://localhost:8000/v1/chat/completions"),
    (
      "https://a.example/openai/deployments/j?api-version=1",
      "https://a.example/openai/deployments/j/chat/completions?api-version=1"
    ),
  ])
  func theAddressOfChats(base: String, address: String) throws {
    #expect(try judge(TestHost(), ["url": .text(base)]).endpoint.url == address)
  }

  @Test func aBatchMayTakeAMinuteUnlessTheEntrySaysOtherwise() throws {
    #expect(JudgeFactory.timeout == .seconds(60))
    #expect(try judge(TestHost()).timeout == .seconds(60))
    #expect(try judge(TestHost(), ["timeout": "90s"]).timeout == .seconds(90))
  }
}
