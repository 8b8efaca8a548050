import CallModel
import PluginKit
import PluginTestKit
import Synchronization
import Testing

@testable import HTTPEvaluator

@Suite struct HTTPEvaluatorTests {
  @Test func keepsTheContract() async {
    let problems = await EvaluatorConformance.check(
      HTTPFactory.self,
      settings: [
        "url": "https://judge.example/v", "timeout": "30s", "batch": 8, "concurrency": 3,
        "headers": ["Authorization": "Bearer hunter-2-hunter"],
      ], host: TestHost(network: Server.polite))
    #expect(problems == [])
  }

  @Test func postsLinesWithoutHello() async throws {
    let host = TestHost(network: Server.polite)
    let verdicts = try await evaluator(host, ["headers": ["X-Key": "k"]]).judge(calls("one", "", "three"))
    #expect(verdicts == [Verdict(.pass, score: 1), Verdict(.fail, explanation: "empty"), Verdict(.pass, score: 1)])
    let request = try #require(host.requests.first)
    #expect(host.requests.count == 1)
    #expect(request.method == "POST")
    #expect(request.header("content-type") == "application/x-ndjson")
    #expect(request.header("x-key") == "k")
    #expect(request.deadline == .seconds(2))
    #expect(Server.asked(request).map(\.output) == ["one", "", "three"])
    #expect(!String(decoding: request.body, as: UTF8.self).contains("hello"))
  }

  @Test func answersInAnyOrderInBatchesKeepTheCallsOrder() async throws {
    let host = TestHost(network: { request in
      Server.body(
        Server.asked(request).reversed().map {
          "{\"id\":\"\($0.id)\",\"verdict\":\"pass\",\"explanation\":\"\($0.output)\"}"
        })
    })
    let outputs = (0..<100).map { "\($0)" }
    let verdicts = try await evaluator(host, ["batch": 7, "timeout": "60s"]).judge(calls(outputs))
    #expect(verdicts.map(\.explanation) == outputs)
    #expect(host.requests.count == 15)
  }

  @Test func aRequestIsBoundedInBytes() async throws {
    let host = TestHost(network: Server.polite)
    let long = String(repeating: "a", count: 3 << 20)
    let verdicts = try await evaluator(host).judge(calls(long, long, String(repeating: "\u{1}", count: 1 << 20), "d"))
    #expect(verdicts.map(\.label) == [nil, nil, "plugin_line_too_long", nil])
    #expect(verdicts.map(\.kind) == [.pass, .pass, .error, .pass])
    #expect(host.requests.count == 2)
    #expect(host.requests.allSatisfy { $0.body.count <= 4 << 20 })
  }

  @Test func noMoreRequestsAreUnderWayThanMayBe() async throws {
    let open = Mutex((now: 0, most: 0))
    let host = TestHost(network: { request throws(HostError) in
      open.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      for _ in 0..<50 { await Task.yield() }
      open.withLock { $0.now -= 1 }
      return try await Server.polite(request)
    })
    let evaluator = try evaluator(host, ["batch": 1, "concurrency": 3, "timeout": "60s"])
    let all = await withTaskGroup(of: [Verdict].self) { group in
      for _ in 0..<8 { group.addTask { await evaluator.judge(calls("a", "", "c", "d")) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(all.allSatisfy { $0.map(\.kind) == [.pass, .fail, .pass, .pass] })
    #expect(open.withLock { $0.most } == 3)
  }

  @Test func whoWaitsForAPlaceIsGivenItOrTold() async {
    let places = Places(1)
    #expect(await places.enter(within: .seconds(60)) == .entered)
    #expect(await places.enter(within: .milliseconds(1)) == .late)
    let waiting = Task { await places.enter(within: .seconds(60)) }
    waiting.cancel()
    #expect(await waiting.value == .late)
    places.leave()
    #expect(await places.enter(within: .milliseconds(1)) == .entered)
  }

  @Test func unknownAndSecondAnswersAreIgnored() async throws {
    let host = TestHost(network: { request in
      let asked = Server.asked(request)
      return Server.body(
        ["{\"id\":\"77\",\"verdict\":\"pass\"}", "{\"id\":\"x\",\"verdict\":\"pass\"}", "{\"note\":1}"]
          + asked.map { Server.answer($0.id, "") } + asked.map { Server.answer($0.id, "again") })
    })
    #expect(try await evaluator(host).judge(calls("a", "b")).map(\.kind) == [.fail, .fail])
  }

  @Test(
    arguments: [
      ("", "has no verdict on the call"), ("<html>Authorization: Bearer hunter-2-hunter</html>", "is no JSON"),
      ("{\"id\":\"0\",\"verdict\":\"maybe\"}", "'verdict' is 'maybe'"), ("{\"id\":0,\"verdict\":\"pass\"}", "'id' is"),
      ("{\"id\":\"0\",\"verdict\":\"pass\",\"evidence\":[[0,9]]}", "outside of the output"),
      ("{\"id\":\"0\",\"verd", "is no JSON"),
    ])
  func whatIsNoAnswerIsAnError(body: String, reason: String) async throws {
    let host = TestHost(network: { _ in HostResponse(status: 200, body: Array(body.utf8)) })
    let settings: [String: Setting.Value] = ["headers": ["Authorization": "Bearer hunter-2-hunter"]]
    let verdict = try #require(try await evaluator(host, settings).judge(calls("a")).first)
    #expect(verdict.kind == .error)
    #expect(verdict.label == "plugin_protocol")
    #expect(verdict.explanation?.contains(reason) == true, "\(verdict)")
    #expect(verdict.explanation?.contains("hunter-2-hunter") == false)
  }

  @Test func aBadLineHarmsItsOwnCallOnly() async throws {
    let host = TestHost(network: { request in
      Server.body(Server.asked(request).map { $0.output == "bad" ? "{{" : Server.answer($0.id, $0.output) })
    })
    let verdicts = try await evaluator(host).judge(calls("a", "bad", "c"))
    #expect(verdicts.map(\.kind) == [.pass, .error, .pass])
  }

  @Test func theLastLineNeedsNoEnd() async throws {
    let host = TestHost(network: { _ in HostResponse(status: 200, body: Array(Server.answer("0", "a").utf8)) })
    #expect(try await evaluator(host).judge(calls("a")).map(\.kind) == [.pass])
  }
}
