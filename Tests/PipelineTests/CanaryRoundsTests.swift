import CallModel
import Canaries
import Ingest
import PluginKit
import PluginTestKit
import Testing

@testable import Pipeline

@Suite struct CanaryRoundsTests {
  private let answer = HostResponse(
    status: 200, body: Array(#"{"choices":[{"message":{"content":"Paris"},"finish_reason":"stop"}]}"#.utf8))

  private func canary(_ name: String, _ evaluator: String = "right") -> Canary {
    Canary(
      name: name, url: "http://a", provider: "openai", model: "m",
      questions: [.init("capital?", references: ["Paris"]), .init("sum?", references: ["4"])], evaluator: evaluator)
  }

  @Test func whatIsDueIsAskedAndTaken() async throws {
    let host = TestHost(network: { [answer] _ in answer })
    let (requests, taken) = AsyncStream.makeStream(of: [UInt8].self)
    let rounds = CanaryRounds([canary("a")], host: host, at: host.now()) { taken.yield($0) }
    rounds.turn(at: host.now())
    #expect(host.requests.isEmpty)
    rounds.challenge("other", count: 5)
    rounds.turn(at: host.now())
    #expect(host.requests.isEmpty)
    rounds.challenge("right", count: 5)
    rounds.turn(at: host.now())
    var decoder = TraceDecoder(symbols: Symbols())
    var traces: Set<TraceID> = []
    for await request in requests.prefix(5) {
      let batch = try request.withUnsafeBytes { try decoder.decode($0, arrival: host.now()) }
      traces.formUnion(batch.calls.map(\.trace))
    }
    #expect(traces.count == 5)
    #expect(host.requests.count == 5)
  }

  @Test func goldenAnswersAreThoseOfTheEvaluator() {
    let host = TestHost()
    let rounds = CanaryRounds([canary("a"), canary("b", "other")], host: host, at: host.now()) { _ in }
    #expect(rounds.goldenAnswers(for: "right", count: 5).map(\.output) == ["Paris", "4", "Paris", "4", "Paris"])
    #expect(rounds.goldenAnswers(for: "none", count: 5).isEmpty)
    rounds.replace(with: [], at: host.now())
    #expect(rounds.goldenAnswers(for: "right", count: 5).isEmpty)
  }
}
