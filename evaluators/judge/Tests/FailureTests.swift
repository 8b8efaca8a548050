import CallModel
import PluginKit
import PluginTestKit
import Synchronization
import Testing

@testable import JudgeEvaluator

/// Whatever goes wrong is an error with its label, never a pass.
@Suite struct FailureTests {
  private static let statuses: [(HostResponse, label: String, requests: Int)] = [
    (Server.error(400, ["message": "no such thing"]), "judge_bad_request", 1),
    (Server.error(401, ["message": "bad key sk-hunter-2-hunter"]), "judge_refused_key", 1),
    (Server.error(403), "judge_refused_key", 1), (Server.error(404), "judge_bad_request", 1),
    (Server.error(402), "judge_no_credit", 1), (HostResponse(status: 301), "judge_bad_request", 1),
    (Server.error(429, ["type": "insufficient_quota"]), "judge_no_credit", 1),
    (Server.error(429, ["code": "organization_spend_limit_exceeded"]), "judge_no_credit", 1),
    (Server.error(429, ["code": "rate_limit_exceeded"]), "judge_rate_limited", 3),
    (Server.error(500), "judge_unavailable", 3), (Server.error(503), "judge_unavailable", 3),
    (Server.error(529), "judge_unavailable", 3), (Server.error(408), "judge_unavailable", 3),
  ]

  @Test(arguments: statuses)
  func aStatusThatIsNoSuccess(response: HostResponse, label: String, requests: Int) async throws {
    let host = TestHost(network: { _ in response })
    let verdict = try #require(
      try await judge(host, ["api_key": "sk-hunter-2-hunter"]).judge(calls("a")).first)
    #expect(verdict.kind == .error)
    #expect(verdict.label == label)
    #expect(verdict.explanation?.contains("\(response.status)") == true)
    #expect(verdict.explanation?.contains("hunter") == false)
    #expect(host.requests.count == requests)
  }

  private static let texts: [(String, label: String)] = [
    ("", "judge_not_json"), ("It passes.", "judge_not_json"), ("[1]", "judge_not_json"),
    ("{", "judge_not_json"),
    ("pass", "judge_not_json"), ("\"pass\"", "judge_not_json"), ("{}", "judge_bad_verdict"),
    (#"{"verdict":"maybe"}"#, "judge_bad_verdict"), (#"{"verdict":true}"#, "judge_bad_verdict"),
    (#"{"verdict":"PASS"}"#, "judge_bad_verdict"),
    (#"{"verdict":"pass","score":1.5}"#, "judge_bad_verdict"),
    (#"{"verdict":"pass","score":"1"}"#, "judge_bad_verdict"),
    (#"{"answer":{"verdict":"pass"}}"#, "judge_bad_verdict"),
    (#"The answer says {"verdict":"pass"} but {"verdict":"fail"}"#, "judge_bad_verdict"),
    (#"{"verdict":"pass"} {"verdict":"maybe"}"#, "judge_bad_verdict"),
  ]

  @Test(arguments: texts)
  func aTextThatIsNoVerdict(text: String, label: String) async throws {
    let host = TestHost(network: { _ in Server.completion(text) })
    let verdict = try #require(try await judge(host).judge(calls("a")).first)
    #expect(verdict.kind == .error)
    #expect(verdict.label == label, "\(verdict)")
  }

  private static let bodies: [(String, label: String)] = [
    ("<html>", "judge_not_json"), ("{}", "judge_not_json"), (#"{"choices":[]}"#, "judge_not_json"),
    (#"{"choices":[{"message":{"content":null}}]}"#, "judge_not_json"),
    (#"{"choices":[{"message":{"content":null,"refusal":"I can't"}}]}"#, "judge_refused"),
    (
      #"{"choices":[{"message":{"content":"{\"verdict\":\"pass\"}"},"finish_reason":"content_filter"}]}"#,
      "judge_refused"
    ),
    (
      #"{"choices":[{"message":{"content":"{\"verdict\":\"pass\"}"},"finish_reason":"length"}]}"#,
      "judge_not_json"
    ),
  ]

  @Test(arguments: bodies)
  func aBodyThatHoldsNoAnswer(body: String, label: String) async throws {
    let host = TestHost(network: { _ in HostResponse(status: 200, body: Array(body.utf8)) })
    let verdict = try #require(try await judge(host).judge(calls("a")).first)
    #expect(verdict.kind == .error)
    #expect(verdict.label == label)
  }

  @Test func aBrokenConnectionIsTriedAgainAndAnImpossibleOneIsNot() async throws {
    for (isTransient, requests) in [(true, 3), (false, 1)] {
      let host = TestHost(network: { _ throws(HostError) in
        throw HostError("refused", isTransient: isTransient)
      })
      #expect(try await judge(host).judge(calls("a")).map(\.label) == ["judge_unreachable"])
      #expect(host.requests.count == requests)
    }
  }

  @Test func retryAfterIsWaitedForInFull() async throws {
    let times = Mutex<[Nanoseconds]>([])
    let clock = ManualClock()
    let host = TestHost(
      clock: clock,
      network: { _ in
        let count = times.withLock { times in
          times.append(clock.now)
          return times.count
        }
        return count == 1
          ? Server.error(429, headers: [HostHeader("Retry-After", "7")])
          : Server.completion(Server.verdict("pass"))
      })
    #expect(try await judge(host).judge(calls("a")).map(\.kind) == [.pass])
    let seen = times.withLock { $0 }
    #expect(seen.count == 2 && seen[1] - seen[0] == .seconds(7))
  }

  @Test func aPauseBeyondTheTimeoutIsNotBegun() async throws {
    let host = TestHost(network: { _ in
      Server.error(429, headers: [HostHeader("Retry-After", "60")])
    })
    #expect(
      try await judge(host, ["timeout": "20s"]).judge(calls("a")).map(\.label) == [
        "judge_rate_limited"
      ])
    #expect(host.requests.count == 1)
  }

  @Test func eachTryHasItsTimeAndNoMoreThanIsLeft() async throws {
    let clock = ManualClock()
    let host = TestHost(
      clock: clock,
      network: { request throws(HostError) in
        clock.advance(by: request.deadline)
        throw HostError("timed out", isTransient: true)
      })
    let verdict = try #require(
      try await judge(host, ["timeout": "10s", "request_timeout": "6s"]).judge(calls("a")).first)
    #expect(verdict == .error("no answer of the judge within 3000 ms", label: "judge_timeout"))
    // Half a second before the service gives up, and half a second between the tries.
    #expect(host.requests.map(\.deadline) == [.seconds(6), .seconds(3)])
  }

  @Test func afterARefusedKeyNothingIsAskedForAWhile() async throws {
    let host = TestHost(network: { _ in Server.error(401) })
    let evaluator = try judge(host, ["concurrency": 1])
    #expect(
      await evaluator.judge(calls("a", "b", "c")).map(\.label)
        == Array(repeating: "judge_refused_key", count: 3))
    #expect(host.requests.count == 1)
    host.clock.advance(by: Endpoint.closedFor)
    _ = await evaluator.judge(calls("a"))
    #expect(host.requests.count == 2)
  }

  @Test func aWithdrawnBatchEndsAtOnce() async throws {
    let host = TestHost(network: { _ throws(HostError) in
      while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
      throw HostError("cancelled", isTransient: true)
    })
    let evaluator = try judge(host)
    let judging = Task { await evaluator.judge(calls("a")) }
    judging.cancel()
    #expect(await judging.value.map(\.label) == ["judge_cancelled"])
  }
}
