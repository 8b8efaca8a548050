import CallModel
import JSON
import PluginKit
import PluginTestKit
import Synchronization
import Testing

@testable import JudgeEvaluator

@Suite struct JudgeTests {
  @Test(arguments: ["correct", "grounded", "relevant", "safe"])
  func keepsTheContract(prompt: String) async {
    let settings: [String: Setting.Value] = [
      "url": "https://models.example/v1", "model": "judge-1", "prompt": .text(prompt),
      "api_key": "sk-hunter-2",
      "price": ["input": "$0.15", "output": "$0.60"], "budget": "$1000/day",
      "limit": "1000000 requests/d",
      "concurrency": 4, "cache": 10, "timeout": "60s", "request_timeout": "10s", "retries": 1,
      "temperature": 0,
      "max_output_tokens": 300, "longest_text": 4_000, "headers": ["X-Team": "a"],
    ]
    let problems = await EvaluatorConformance.check(
      JudgeFactory.self, settings: settings, host: TestHost(network: Server.polite))
    #expect(problems == [])
  }

  @Test func asksOnceAndInTheRightForm() async throws {
    let host = TestHost(network: Server.polite)
    let evaluator = try judge(
      host, ["api_key": "sk-1", "headers": ["X-Team": "a"], "max_output_tokens": 99])
    let verdicts = await evaluator.judge(calls("fine", "no more than 90 days"))
    #expect(verdicts.map(\.kind) == [.pass, .fail])
    #expect(verdicts.map(\.score) == [1, 0])
    #expect(verdicts.map(\.explanation) == ["so it is", "so it is"])
    let request = try #require(host.requests.first)
    #expect(host.requests.count == 2)
    #expect(request.url == "https://models.example/v1/chat/completions")
    #expect(request.method == "POST")
    #expect(request.header("authorization") == "Bearer sk-1")
    #expect(request.header("x-team") == "a")
    #expect(request.header("content-type") == "application/json")
    let body = Server.body(request)
    #expect(body["model"]?.string == "judge-1")
    #expect(body["temperature"]?.number?.double == 0)
    #expect(body["max_tokens"]?.number?.int64 == 99)
    #expect(body["response_format"]?["type"]?.string == "json_schema")
    #expect(body["response_format"]?["json_schema"]?["strict"]?.bool == true)
    #expect(body["messages"]?[0]?["role"]?.string == "system")
  }

  @Test func theSameQuestionIsAskedOnce() async throws {
    let host = TestHost(network: Server.polite)
    let evaluator = try judge(host)
    #expect(
      await evaluator.judge(calls("a", "b", "a", "a")).map(\.kind) == [.pass, .pass, .pass, .pass])
    #expect(host.requests.count == 2)
    _ = await evaluator.judge(calls("b", "a"))
    #expect(host.requests.count == 2)
    let bare = try judge(host, ["cache": 0])
    _ = await bare.judge(calls("a"))
    _ = await bare.judge(calls("a"))
    #expect(host.requests.count == 4)
  }

  @Test func aFailureIsNotRemembered() async throws {
    let count = Mutex(0)
    let host = TestHost(network: { _ in
      let place = count.withLock { count in
        count += 1
        return count
      }
      return Server.completion(place == 1 ? "no idea" : Server.verdict("pass"))
    })
    let evaluator = try judge(host)
    #expect(await evaluator.judge(calls("a")).map(\.label) == ["judge_not_json"])
    #expect(await evaluator.judge(calls("a")).map(\.kind) == [.pass])
  }

  @Test func callsWithoutAPartAreSkipped() async throws {
    let host = TestHost(network: Server.polite)
    let evaluator = try judge(host, ["prompt": "{{input}} {{context}} {{reference}} {{output}}"])
    var call = CannedCalls.grounded
    #expect(await evaluator.judge([call]).map(\.kind) == [.pass])
    call.context = [" \n"]
    #expect(await evaluator.judge([call]) == [.skip("there is no context")])
    call = CannedCalls.grounded
    call.references = []
    #expect(await evaluator.judge([call]) == [.skip("there is no reference answer")])
    call = CannedCalls.grounded
    call.input = ""
    #expect(await evaluator.judge([call]) == [.skip("there is no question")])
    #expect(await evaluator.judge([CannedCalls.toolCall]).map(\.kind) == [.skip])
    #expect(host.requests.count == 1)
  }

  @Test func noMoreQuestionsAreUnderWayThanMayBe() async throws {
    let open = Mutex((now: 0, most: 0))
    let host = TestHost(network: { request throws(HostError) in
      open.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      for _ in 0..<50 { await Task.yield() }
      open.withLock { $0.now -= 1 }
      return try await Server.polite(request)
    })
    let evaluator = try judge(host, ["concurrency": 3])
    await withTaskGroup(of: Void.self) { group in
      for batch in 0..<4 {
        group.addTask {
          let verdicts = await evaluator.judge((0..<10).flatMap { calls("\(batch) \($0)") })
          #expect(verdicts.allSatisfy { $0.kind == .pass })
        }
      }
    }
    #expect(open.withLock { $0.most } == 3)
    #expect(host.requests.count == 40)
  }

  @Test func theEvidenceIsWhereTheQuotesStand() async throws {
    let text =
      #"{"explanation":"e","quotes":["90\ndays","nowhere","👍🏽 yes"],"label":"invented","score":0.2,"verdict":"fail"}"#
    let host = TestHost(network: { _ in Server.completion(text) })
    let verdict = try #require(
      try await judge(host).judge(calls("é You have 90  days. 👍🏽 yes")).first)
    #expect(verdict == .fail("e", score: 0.2, label: "invented", evidence: [11..<19, 21..<27]))
  }

  @Test func aReloadKeepsAJudgeOfTheSameSettings() throws {
    let host = TestHost()
    let revision = try judge(host).revision
    #expect(revision != nil)
    #expect(try judge(host).revision == revision)
    let others: [[String: Setting.Value]] = [
      ["model": "other"], ["prompt": "{{output}}!"], ["url": "http://b"], ["api_key": "k"],
      ["headers": ["A": "b"]],
      ["limit": "1 request/s"], ["limit": "1000000 requests/h"], ["cache": 1], ["retries": 1],
      ["concurrency": 1],
      ["temperature": 1], ["max_output_tokens": 17], ["longest_text": 999],
      ["request_timeout": "7s"],
      ["price": ["input": 1, "output": 1]],
      ["price": ["input": "1", "output": "1"], "budget": "$1/day"],
    ]
    for other in others { #expect(try judge(host, other).revision != revision, "\(other)") }
  }
}
