import CallModel
import JSON
import PluginKit
import PluginTestKit

@testable import HTTPEvaluator

/// Servers as authors write them, and as they should not.
enum Server {
  /// The id and the output of each line of a request.
  static func asked(_ request: HostRequest) -> [(id: String, output: String)] {
    request.body.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let value = try? JSON(parsing: Array(line)), let id = value["id"]?.string else { return nil }
      return (id, value["call"]?["output"]?.string ?? "")
    }
  }

  /// A line that fails an empty output and passes others.
  static func answer(_ id: String, _ output: String) -> String {
    output.isEmpty
      ? "{\"id\":\"\(id)\",\"verdict\":\"fail\",\"explanation\":\"empty\"}"
      : "{\"id\":\"\(id)\",\"verdict\":\"pass\",\"score\":1}"
  }

  static func body(_ lines: [String]) -> HostResponse {
    HostResponse(status: 200, body: Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  static let polite: TestHost.Network = { request in body(asked(request).map { answer($0.id, $0.output) }) }
}

func evaluator(_ host: TestHost, _ settings: [String: Setting.Value] = [:]) throws -> any Evaluator {
  var entry = Settings(entries: settings.merging(["url": "https://judge.example/v?k=in-the-url"]) { old, _ in old })
  return try HTTPFactory.make(&entry, host: host)
}

/// Calls with these outputs.
func calls(_ outputs: String...) -> [LLMCall] { calls(outputs) }

func calls(_ outputs: [String]) -> [LLMCall] {
  outputs.map { output in
    var call = LLMCall()
    call.output = output
    return call
  }
}
