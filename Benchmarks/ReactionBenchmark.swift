import CallModel
import Glibc
import JSON
import LoopbackClient
import OTLP
import Pipeline

/// From the verdict that tips an alert to the first refused admission.
struct ReactionBenchmark {
  private static let configuration = """
    sampling: { default: 100% }
    evaluators:
      no-refusal: { plugin: regex, must_not_match: "(?i)as an ai" }
    alerts:
      bad-answers:
        when: { signal: fail_ratio, evaluator: no-refusal, above: 50%, window: 10m, min_samples: 20 }
        by: [route]
        then: { throttle: { floor: 5% }, mode: enforce }
    """

  func run() {
    var times: [Double] = []
    for round in 0..<10 {
      guard let service = ServiceProcess(configuration: Self.configuration, port: UInt16(14_400 + round)) else {
        return print("reaction: the service did not start")
      }
      if let time = measure(port: service.port) { times.append(time) }
      service.stop()
    }
    times.sort()
    guard let least = times.first, let most = times.last else { return print("reaction: nothing was refused") }
    print(
      "reaction: the first refusal comes \(Int(times[times.count / 2])) ms (\(Int(least)) to \(Int(most))) after the "
        + "verdict that tips the alert, in \(times.count) runs")
  }

  /// Milliseconds from the tipping verdict, by the service's own record, to the first refusal seen.
  private func measure(port: UInt16) -> Double? {
    guard let connection = LoopbackConnection(port: port) else { return nil }
    for _ in 0..<20 {
      _ = connection.send("POST", "/v1/traces", contentType: "application/x-protobuf", body: badCall())
    }
    let question = Array(#"{"route":"checkout","model":"gpt-4o-mini"}"#.utf8)
    var refusal: Int64?
    for _ in 0..<20_000 {
      guard let answer = connection.send("POST", "/api/admission", body: question),
        let json = try? JSON(parsing: answer.body)
      else { return nil }
      if json["decision"]?.string == "reject" {
        refusal = wallClock()
        break
      }
    }
    usleep(1_500_000)
    guard let refusal, let answer = connection.send("GET", "/api/calls?limit=100"),
      let calls = (try? JSON(parsing: answer.body))?["calls"]?.array
    else { return nil }
    let verdicts = calls.flatMap { $0["verdicts"]?.array ?? [] }.compactMap { $0["at_ns"]?.number?.int64 }.sorted()
    guard verdicts.count >= 20 else { return nil }
    return Double(refusal - verdicts[19]) / 1e6
  }

  private func badCall() -> [UInt8] {
    var request = ProtobufWriter()
    let now = UInt64(wallClock())
    request.message(1) { resourceSpans in
      resourceSpans.message(1) { $0.attribute(1, "service.name", "checkout") }
      resourceSpans.message(2) { scopeSpans in
        scopeSpans.message(2) { span in
          span.bytes(1, (0..<16).map { _ in UInt8.random(in: 1...255) })
          span.bytes(2, (0..<8).map { _ in UInt8.random(in: 1...255) })
          span.fixed64(7, now - 1_000_000_000)
          span.fixed64(8, now)
          span.attribute(9, "gen_ai.operation.name", "chat")
          span.attribute(9, "gen_ai.provider.name", "openai")
          span.attribute(9, "gen_ai.request.model", "gpt-4o-mini")
          span.attribute(
            9, "gen_ai.output.messages", #"[{"role":"assistant","parts":[{"type":"text","content":"As an AI, no."}]}]"#)
        }
      }
    }
    return request.bytes
  }
}
