import CallModel
import JSON
import OTLP
import Testing

@testable import Ingest

@Suite struct ContentTests {
  private let input: JSON = [
    ["role": "system", "parts": [["type": "text", "content": "Be short."]]],
    ["role": "user", "parts": [["type": "text", "content": "First?"]]],
    [
      "role": "assistant",
      "parts": [["type": "tool_call", "id": "t1", "name": "look", "arguments": ["city": "Bonn", "days": 2]]],
    ],
    ["role": "tool", "parts": [["type": "tool_call_response", "id": "t1", "response": ["sky": "blue"]]]],
    ["role": "user", "parts": [["type": "tool_call_response", "id": "t2", "result": "rain"]]],
    ["role": "user", "parts": [["type": "text", "content": "Second"], ["type": "text", "content": "line?"]]],
    ["role": "user", "parts": [["type": "image", "uri": "x"]]],
  ]
  private let output: JSON = [
    [
      "role": "assistant", "finish_reason": "tool_call",
      "parts": [
        ["type": "reasoning", "content": "hidden"], ["type": "text", "content": "Blue"],
        ["type": "text", "content": "sky."],
        ["type": "tool_call", "id": "t3", "name": "end", "arguments": #"{"a":1}"#],
      ],
    ],
    ["role": "assistant", "finish_reason": "stop", "parts": [["type": "text", "content": "Another choice."]]],
  ]
  private let instructions: JSON = [["type": "text", "content": "You are kind."]]

  private func span(_ set: @escaping (inout ProtobufWriter, String, JSON) -> Void) -> SampleSpan {
    .chat { [input, output, instructions] span in
      set(&span, "gen_ai.system_instructions", instructions)
      set(&span, "gen_ai.input.messages", input)
      set(&span, "gen_ai.output.messages", output)
      set(&span, "gen_ai.retrieval.documents", [["id": "d", "score": 0.5, "content": "doc one"], ["text": "doc two"]])
    }
  }

  /// JSON as a structured attribute value.
  private static func structured(_ json: JSON, _ value: inout ProtobufWriter) {
    switch json {
    case .null: break
    case .bool(let flag): value.varint(2, flag ? 1 : 0)
    case .string(let text): value.string(1, text)
    case .number(let number):
      if let whole = number.int64 { value.int(3, whole) } else { value.double(4, number.double) }
    case .array(let elements):
      value.message(5) { list in for element in elements { list.message(1) { structured(element, &$0) } } }
    case .object(let object):
      value.message(6) { map in
        for member in object.members { map.attribute(1, member.key) { structured(member.value, &$0) } }
      }
    }
  }

  private func check(_ call: LLMCall) {
    #expect(call.system == "You are kind.\nBe short.")
    #expect(call.messages.map(\.role) == ["user", "assistant", "tool", "user", "user", "user"])
    #expect(call.messages[1].toolCalls == [ToolCall(id: "t1", name: "look", arguments: #"{"city":"Bonn","days":2}"#)])
    #expect(call.messages[2].toolResults == [#"{"sky":"blue"}"#])
    #expect(call.input == "Second\nline?")
    #expect(call.output == "Blue\nsky.")
    #expect(call.toolCalls == [ToolCall(id: "t3", name: "end", arguments: #"{"a":1}"#)])
    #expect(call.context == ["doc one", "doc two", #"{"sky":"blue"}"#, "rain"])
    #expect(call.finish == .toolCall)
  }

  @Test func jsonTextAndStructuredContentReadTheSame() throws {
    let text = try Decoded(span { $0.set($1, $2.text()) }).call
    let tree = try Decoded(span { span, key, json in span.attribute(9, key) { Self.structured(json, &$0) } }).call
    check(text)
    check(tree)
    #expect(text.messages == tree.messages && text.attributes == tree.attributes)
  }

  @Test func contentThatIsNoJSONIsTakenAsItStands() throws {
    for raw in [
      "plain words", #"[{"role":"user","parts":[{"type":"te"#, "42", "null", String(repeating: "[", count: 5000),
    ] {
      let call = try Decoded(
        .chat { span in
          span.set("gen_ai.input.messages", raw)
          span.set("gen_ai.output.messages", raw)
          span.set("gen_ai.system_instructions", raw)
        }
      ).call
      #expect(call.output == raw && call.input == raw && call.system == raw)
      #expect(call.messages == [Message(role: "user", text: raw)])
    }
  }

  @Test func oddShapesAreReadAsFarAsTheyGo() throws {
    func output(_ text: String) throws -> String {
      try Decoded(.chat { $0.set("gen_ai.output.messages", text) }).call.output
    }
    #expect(try output(#""just text""#) == "just text")
    #expect(try output(#"{"role":"assistant","content":"chat shape"}"#) == "chat shape")
    #expect(try output(#"[{"content":[{"type":"text","text":"parts of chat"}]}]"#) == "parts of chat")
    #expect(try output(#"["a text"]"#) == "a text")
    #expect(try output(#"[]"#) == "")
    #expect(try output(#"[1,null,{}]"#) == "")
    #expect(try output(#"[{"parts":{"type":"text","content":"no list"}}]"#) == "no list")
    #expect(try output(#"[{"parts":[{"type":"text","content":5},7,null,{"type":5}]}]"#) == "")
  }

  @Test func referencesAreATextOrAList() throws {
    #expect(try Decoded(.chat { $0.set("assay.reference", "one") }).call.references == ["one"])
    #expect(try Decoded(.chat { $0.set("assay.reference", ["one", "two"]) }).call.references == ["one", "two"])
    #expect(try Decoded(.chat { $0.set("assay.reference", Int64(1)) }).call.references == [])
  }

  @Test func attributesAreScalarsWithoutContent() throws {
    let call = try Decoded(
      .chat { span in
        span.set("gen_ai.request.temperature", 0.5)
        span.set("gen_ai.request.max_tokens", Int64(9))
        span.set("flag", true)
        span.set("list", ["a"])
        span.set("gen_ai.prompt", "content")
        span.set("gen_ai.tool.call.arguments", "content")
        span.set("gen_ai.tool.definitions", "[]")
        span.set("gen_ai.input.messages", "content")
        span.set("assay.reference", "content")
        span.set("twice", "first")
        span.set("twice", "last")
        span.set("long", String(repeating: "ä", count: 5_000))
      }
    ).call
    #expect(
      call.attributes.filter { $0.key != "long" } == [
        "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.request.temperature": "0.5",
        "gen_ai.request.max_tokens": "9", "flag": "true", "twice": "last", "gen_ai.tool.definitions": "[]",
      ])
    #expect(call.attributes["long"] == String(repeating: "ä", count: 2_048))
  }

  @Test func attributesAreBounded() throws {
    let call = try Decoded(.chat { span in for index in 0..<1_000 { span.set("key-\(index)", "v") } }).call
    #expect(call.attributes.count == 128)
  }

  @Test func factsComeFromTheRecord() throws {
    let decoded = try Decoded(
      .chat { span in
        span.set("gen_ai.response.model", "served")
        span.set("gen_ai.usage.input_tokens", 3)
        span.set("gen_ai.response.finish_reasons", ["length"])
        span.set("gen_ai.output.messages", #"[{"finish_reason":"stop"}]"#)
      })
    let call = decoded.call
    #expect(call.trace == decoded.record.trace && call.span == decoded.record.span)
    #expect(call.servedModel == "served" && call.dimensions.model == "gpt-4o")
    #expect(call.usage == TokenUsage(input: 3) && call.duration == .seconds(2) && call.start == now)
    #expect(call.finish == .length && call.outcome == .truncated)
  }
}
