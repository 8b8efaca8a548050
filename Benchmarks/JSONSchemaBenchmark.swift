import CallModel
import JSON
import JSONSchemaEvaluator

/// The `json_schema` evaluator on one thread, on the same answers and schemas that
/// `peers/json_schema.py` hands to its peer; formats are asserted.
struct JSONSchemaBenchmark {
  func run() {
    measure("booking", PackageResources.booking_schema_json, PackageResources.booking_json)
    measure("reply", PackageResources.reply_schema_json, PackageResources.reply_json)
  }

  private func measure(_ name: String, _ schema: [UInt8], _ answer: [UInt8]) {
    guard let document = try? JSON(parsing: schema), let schema = CompiledSchema(document) else {
      return print("json-schema \(name): the schema cannot be compiled")
    }
    var call = LLMCall(outcome: .ok, finish: .stop)
    call.output = String(decoding: answer, as: UTF8.self)
    answer.withUnsafeBytes { bytes in
      guard let tape = try? JSONTape(reading: bytes) else { return print("json-schema \(name): the answer is no JSON") }
      report(name, "parse", perSecond { (try? JSONTape(reading: bytes)) != nil })
      report(name, "validate", perSecond { tape.withView(of: bytes) { schema.accepts($0) } })
    }
    report(name, "judge", perSecond { schema.verdict(on: call).kind == .pass })
  }

  private func report(_ name: String, _ what: String, _ rate: Int) {
    print("json-schema \(name) \(what): \(rate) a second of one thread's processor time")
  }

  /// The best of five rounds; 0 if it ever says no.
  private func perSecond(_ body: () -> Bool) -> Int {
    var best = 0.0
    for _ in 0..<5 {
      let began = processorTime()
      for _ in 0..<20_000 where !body() { return 0 }
      best = max(best, 20_000 * 1e9 / Double(processorTime() - began))
    }
    return Int(best)
  }
}
