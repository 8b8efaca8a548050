import CallModel
import PluginKit
import PluginTestKit
import Synchronization
import Testing

@testable import HTTPEvaluator

@Suite struct FailureTests {
  @Test(arguments: [100, 301, 400, 401, 404, 429, 500, 502, 503, 504, 999])
  func aStatusThatIsNoSuccessIsAnError(status: Int) async throws {
    let host = TestHost(network: { request in
      HostResponse(status: status, body: Array(Server.asked(request).map { Server.answer($0.id, "x") }[0].utf8))
    })
    let verdicts = try await evaluator(host).judge(calls("a", "b"))
    #expect(verdicts.map(\.label) == ["plugin_unavailable", "plugin_unavailable"])
    #expect(verdicts[0].explanation?.contains("\(status)") == true)
    #expect(verdicts[0].explanation?.contains("in-the-url") == false)
    #expect(host.requests.count == 1)
  }

  /// What the first request gets, whether there is a second, and the label in the end.
  private static let retries: [(Result<HostResponse, HostError>, Int, String?)] = [
    (.failure(HostError("the connection broke", isTransient: true)), 2, nil),
    (.failure(HostError("no such host")), 1, "plugin_unavailable"),
    (.success(HostResponse(status: 503, headers: [HostHeader("Retry-After", "0")])), 2, nil),
    (.success(HostResponse(status: 503, headers: [HostHeader("Retry-After", "2")])), 1, "plugin_unavailable"),
    (.success(HostResponse(status: 503)), 1, "plugin_unavailable"),
    (.success(HostResponse(status: 500, headers: [HostHeader("Retry-After", "0")])), 1, "plugin_unavailable"),
  ]

  @Test(arguments: retries)
  func oneMoreTryWhereItMayHelp(first: Result<HostResponse, HostError>, requests: Int, label: String?) async throws {
    let count = Mutex(0)
    let host = TestHost(network: { request throws(HostError) in
      let isFirst = count.withLock { count in
        count += 1
        return count == 1
      }
      return isFirst ? try first.get() : try await Server.polite(request)
    })
    let verdicts = try await evaluator(host).judge(calls("a"))
    #expect(verdicts.map(\.label) == [label])
    #expect(verdicts.map(\.kind) == [label == nil ? .pass : .error])
    #expect(host.requests.count == requests)
  }

  @Test func twoBrokenConnectionsAreEnough() async throws {
    let host = TestHost(network: { _ throws(HostError) in throw HostError("connection refused", isTransient: true) })
    let verdicts = try await evaluator(host).judge(calls("a"))
    #expect(verdicts.map(\.label) == ["plugin_unavailable"])
    #expect(verdicts.first?.explanation?.contains("connection refused") == true)
    #expect(host.requests.count == 2)
  }

  @Test func theSecondTryHasTheRestOfTheTime() async throws {
    let clock = ManualClock()
    let host = TestHost(
      clock: clock,
      network: { _ throws(HostError) in
        clock.advance(by: .milliseconds(1_500))
        throw HostError("it broke", isTransient: true)
      })
    #expect(try await evaluator(host).judge(calls("a")).map(\.label) == ["plugin_timeout"])
    #expect(host.requests.map(\.deadline) == [.seconds(2), .milliseconds(500)])
  }

  @Test func anAnswerThatIsLateIsNone() async throws {
    let clock = ManualClock()
    let host = TestHost(
      clock: clock,
      network: { request throws(HostError) in
        clock.advance(by: .milliseconds(301))
        return try await Server.polite(request)
      })
    let verdicts = try await evaluator(host, ["timeout": "300ms"]).judge(calls("a"))
    #expect(verdicts.map(\.label) == ["plugin_timeout"])
    #expect(verdicts.first?.explanation == "no answer within 300 ms")
  }

  @Test func aWithdrawnBatchEndsAtOnce() async throws {
    let host = TestHost(network: { _ throws(HostError) in
      while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
      throw HostError("cancelled", isTransient: true)
    })
    let evaluator = try evaluator(host, ["timeout": "60s"])
    let judging = Task { await evaluator.judge(calls("a")) }
    judging.cancel()
    #expect(await judging.value.map(\.label) == ["plugin_cancelled"])
  }

  private static let wrongEntries: [([String: Setting.Value], String)] = [
    ([:], "'url' is missing"), (["url": "ftp://a"], "url: is no URL; write https://host.example/path"),
    (["url": nil], "url: is empty; write https://host.example/path"),
    (["url": "http://a", "batch": 0], "batch: must lie between 1 and 4096, found 0"),
    (["url": "http://a", "concurrency": 0], "concurrency: must lie between 1 and 256, found 0"),
    (["url": "http://a", "headers": ["Host": "b"]], "headers.Host: is no header that can be set here"),
  ]

  @Test(arguments: wrongEntries)
  func saysWhatIsWrongInAnEntry(settings: [String: Setting.Value], problem: String) {
    var entry = Settings(entries: settings)
    #expect(throws: SettingsError.self) { try HTTPFactory.make(&entry, host: TestHost()) }
    #expect(entry.problems.map(\.description).contains { $0.hasSuffix(problem) }, "\(entry.problems)")
  }
}
