import CallModel
import JSON
import PluginKit
import PluginTestKit
import Testing

@testable import JudgeEvaluator

/// Endpoints that do less than OpenAI's, or more.
@Suite struct TolerantTests {
  private static let texts = [
    Server.verdict("fail"), "```json\n\(Server.verdict("fail"))\n```",
    "Sure! Here: \(Server.verdict("fail")) Bye {",
    "<think>maybe \(Server.verdict("pass"))</think>\n\(Server.verdict("fail"))",
    "{not json} {\"note\":1} \(Server.verdict("fail"))",
    "\(Server.verdict("fail"))\n\(Server.verdict("fail"))",
    #"{"verdict":"fail","score":null}"#,
  ]

  @Test(arguments: texts)
  func theVerdictIsFound(text: String) throws {
    #expect(try JudgeAnswer.read(text).passes == false)
  }

  @Test func thePartsOfAMessageAreJoined() {
    let body =
      #"{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}}]}"#
    #expect(ChatReply(Array(body.utf8)).text == .success("ab"))
  }

  @Test func labelsAreWordsAndExplanationsBounded() throws {
    let long = String(repeating: "é", count: 5_000)
    let answer = try JudgeAnswer.read(
      #"{"verdict":"fail","label":"two words","explanation":"\#(long)"}"#)
    #expect(answer.label == nil)
    #expect(answer.explanation.count == 1_000)
    #expect(try JudgeAnswer.read(#"{"verdict":"pass","label":"fine"}"#).label == nil)
    #expect(try JudgeAnswer.read(#"{"verdict":"fail","label":"off_topic"}"#).label == "off_topic")
    #expect(try JudgeAnswer.read(#"{"verdict":"fail"}"#).explanation == "the judge gives no reason")
  }

  /// The message of a server, and what of the request is left out then.
  private static let refusals: [(fields: [String: String], name: String)] = [
    (["param": "response_format", "message": "?"], "response_format"),
    (["message": "'json_schema' is not supported, only json_object"], "response_format"),
    (
      [
        "param": "max_tokens",
        "message": "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
      ], "max_tokens"
    ),
    (["message": "temperature does not support 0 with this model"], "temperature"),
  ]

  @Test(arguments: refusals)
  func aFieldThatIsRefusedIsLeftOutFromThenOn(fields: [String: String], name: String) async throws {
    let host = TestHost(network: { request in
      let body = Server.body(request)
      let refused =
        switch name {
        case "response_format": body["response_format"]?["type"]?.string == "json_schema"
        default: body[name] != nil
        }
      return refused ? Server.error(400, fields) : Server.completion(Server.verdict("pass"))
    })
    let evaluator = try judge(host, ["concurrency": 1, "retries": 0])
    #expect(await evaluator.judge(calls("a", "b")).map(\.kind) == [.pass, .pass])
    #expect(host.requests.count == 3)
    if name == "max_tokens", let last = host.requests.last {
      #expect(Server.body(last)["max_completion_tokens"]?.number?.int64 == 1_024)
    }
  }

  @Test func aServerThatRefusesEverythingIsNotAskedForEver() async throws {
    let names = ["response_format", "max_tokens", "temperature"]
    let host = TestHost(network: { request in
      let body = Server.body(request)
      return Server.error(400, ["param": names.first { body[$0] != nil } ?? "model"])
    })
    let evaluator = try judge(host)
    #expect(await evaluator.judge(calls("a")).map(\.label) == ["judge_bad_request"])
    #expect(host.requests.count == 5)
    // Nothing was learnt from a server that never answered.
    #expect(evaluator.endpoint.state.dialect == Dialect())
  }
}
