import CallModel
import JSON
import PluginKit
import PluginTestKit

@testable import JudgeEvaluator

/// Endpoints whose models judge as the test says.
enum Server {
  /// A chat completion of a text, with its usage.
  static func completion(
    _ text: String, finish: String = "stop", input: Int = 100, output: Int = 20
  ) -> HostResponse {
    let body: JSON = [
      "id": "c", "object": "chat.completion",
      "choices": [
        [
          "index": 0, "message": ["role": "assistant", "content": .string(text)],
          "finish_reason": .string(finish),
        ]
      ],
      "usage": ["prompt_tokens": JSON(input), "completion_tokens": JSON(output)],
    ]
    return HostResponse(status: 200, body: Array(body.text().utf8))
  }

  static func verdict(_ verdict: String, score: Double = 1, _ explanation: String = "so it is")
    -> String
  {
    "{\"explanation\":\"\(explanation)\",\"quotes\":[],\"label\":\"\",\"score\":\(score),\"verdict\":\"\(verdict)\"}"
  }

  static func error(_ status: Int, _ fields: [String: String] = [:], headers: [HostHeader] = [])
    -> HostResponse
  {
    let error = JSON.object(
      JSONObject(fields.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    return HostResponse(
      status: status, headers: headers, body: Array((["error": error] as JSON).text().utf8))
  }

  /// The body of a request.
  static func body(_ request: HostRequest) -> JSON { (try? JSON(parsing: request.body)) ?? .null }

  /// What the model is asked, as one text.
  static func asked(_ request: HostRequest) -> String {
    body(request)["messages"]?[1]?["content"]?.string ?? ""
  }

  /// Fails answers that speak of 90 days, and passes the others.
  static let polite: TestHost.Network = { request in
    completion(asked(request).contains("90 days") ? verdict("fail", score: 0) : verdict("pass"))
  }
}

let usual: [String: Setting.Value] = [
  "url": "https://models.example/v1", "model": "judge-1", "prompt": "{{output}}",
  "limit": "1000000 requests/d",
]

/// An evaluator whose pauses take no time but move the clock.
func judge(_ host: TestHost, _ settings: [String: Setting.Value] = [:]) throws -> JudgeEvaluator {
  var entry = Settings(entries: usual.merging(settings) { $1 })
  let made: any Evaluator
  do {
    made = try JudgeFactory.make(&entry, host: host)
  } catch {
    throw Refused(problems: entry.problems.map(\.description))
  }
  guard let evaluator = made as? JudgeEvaluator else { throw Refused(problems: []) }
  var endpoint = evaluator.endpoint
  endpoint.pause = { host.clock.advance(by: $0) }
  endpoint.jitter = { 1 }
  return JudgeEvaluator(
    prompt: evaluator.prompt, model: evaluator.model, temperature: evaluator.temperature,
    mostOutput: evaluator.mostOutput, longestText: evaluator.longestText,
    timeout: evaluator.timeout,
    concurrency: evaluator.concurrency, endpoint: endpoint, revision: evaluator.revision)
}

struct Refused: Error {
  var problems: [String]
}

/// Calls with these outputs.
func calls(_ outputs: String...) -> [LLMCall] {
  outputs.map { output in
    var call = LLMCall()
    call.output = output
    return call
  }
}
