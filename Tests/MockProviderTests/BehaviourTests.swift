import JSON
import Testing

@testable import MockProvider

@Suite struct BehaviourTests {
  @Test func everyKeyIsRead() throws {
    let members = try JSON(
      parsing: """
        {"status":429,"retry_after":1,"error_type":"a","error_code":"b","message":"c","served":"d","text":"e",
        "finish":"length","delay_ms":1,"chunk_delay_ms":2,"cut_after":3,"fail_after":4,"input_tokens":5,
        "output_tokens":6,"cache_read_tokens":7,"cache_write_tokens":8,"reasoning_tokens":9}
        """)
    var expected = MockBehaviour()
    expected.status = 429
    expected.retryAfter = 1
    expected.errorType = "a"
    expected.errorCode = "b"
    expected.message = "c"
    expected.served = "d"
    expected.text = "e"
    expected.finish = .length
    expected.delay = 1
    expected.chunkDelay = 2
    expected.cutAfter = 3
    expected.failAfter = 4
    expected.usage.input = 5
    expected.usage.output = 6
    expected.usage.cacheRead = 7
    expected.usage.cacheWrite = 8
    expected.usage.reasoning = 9
    var behaviour = MockBehaviour()
    try behaviour.apply(#require(members.object))
    #expect(behaviour == expected)
  }

  @Test(arguments: [
    (#"{"status":99}"#, "'status' must be a whole number from 200 to 599"),
    (#"{"status":1e99}"#, "'status' must be a whole number from 200 to 599"),
    (#"{"delay_ms":-1}"#, "'delay_ms' must be a whole number from 0 to 600000"),
    (#"{"input_tokens":9223372036854775807}"#, "'input_tokens' must be a whole number from 0 to 1000000000"),
    (#"{"finish":"later"}"#, "'finish' must be one of stop, length, tool_call, content_filter"),
    (#"{"text":1}"#, "'text' must be text"),
    (#"{"latency":1}"#, "there is no behaviour 'latency'"),
  ])
  func whatIsWrongIsNamed(written: String, said: String) throws {
    let members = try #require(try JSON(parsing: written).object)
    var behaviour = MockBehaviour()
    #expect(throws: MockBehaviourError(description: said)) { try behaviour.apply(members) }
  }

  @Test func aModelsSuffixAsksForBehaviour() throws {
    var behaviour = MockBehaviour()
    let model = try behaviour.apply(suffixOf: "gpt-4o-mini@status=429,retry_after=1,message=slow down")
    #expect(model == "gpt-4o-mini")
    #expect(behaviour.status == 429)
    #expect(behaviour.retryAfter == 1)
    #expect(behaviour.message == "slow down")
  }

  @Test(arguments: ["gpt-4o-mini", "claude-haiku-4-5@20251001", "@", ""])
  func otherModelsHaveNone(model: String) throws {
    var behaviour = MockBehaviour()
    #expect(try behaviour.apply(suffixOf: model) == model)
    #expect(behaviour == MockBehaviour())
  }

  @Test func partsNeverExceedTheirWhole() throws {
    var behaviour = MockBehaviour()
    behaviour.usage.input = 1
    behaviour.usage.cacheRead = 20
    behaviour.usage.cacheWrite = 5
    behaviour.usage.output = 1
    behaviour.usage.reasoning = 7
    let answer = MockAnswer(to: try MockRequest(.messages, body: question(), behaviour: behaviour))
    #expect(answer.usage == MockAnswer.Usage(input: 25, output: 7, cacheRead: 20, cacheWrite: 5, reasoning: 7))
  }

  @Test func aSchemaOfFewBytesCannotAskForMuch() throws {
    var schema: JSON = ["type": "string"]
    for _ in 0..<12 { schema = ["type": "array", "minItems": 100, "items": schema] }
    #expect(sample(of: schema).text().utf8.count < 200_000)
  }

  @Test(arguments: ["", " ", "one", "one two three four five six seven", "  a  b  c  "])
  func piecesAreTheText(text: String) {
    #expect(inPieces(text).joined() == text)
    #expect(inParts(text).joined() == text)
  }
}
