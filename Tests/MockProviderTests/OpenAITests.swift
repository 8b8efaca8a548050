import HTTPClient
import JSON
import Testing

@testable import MockProvider

private let tools: JSON = [["type": "function", "function": ["name": "weather", "parameters": weather]]]

@Suite(.timeLimit(.minutes(1))) struct OpenAITests {
  @Test func aCompletion() async throws {
    let answer = try await withProvider { try await $0.post("/v1/chat/completions", question()) }
    #expect(answer.status == 200)
    #expect(answer.headers["content-type"] == "application/json")
    #expect(answer.headers["x-request-id"]?.hasPrefix("req_") == true)
    let json = answer.json
    #expect(json["object"] == "chat.completion")
    #expect(json["id"]?.string?.hasPrefix("chatcmpl-") == true)
    #expect(json["model"] == "gpt-4o-mini-2024-07-18")
    #expect(json["choices"]?[0]?["message"]?["role"] == "assistant")
    #expect(json["choices"]?[0]?["message"]?["content"]?.string?.isEmpty == false)
    #expect(json["choices"]?[0]?["finish_reason"] == "stop")
  }

  @Test func theSameRequestGetsTheSameAnswer() async throws {
    try await withProvider { provider in
      let first = try await provider.post("/v1/chat/completions", question())
      let again = try await provider.post("/v1/chat/completions", question())
      let other = try await provider.post("/v1/chat/completions", question(["seed": 2]))
      #expect(first.text == again.text)
      #expect(first.json["id"] != other.json["id"])
    }
  }

  @Test func usageHasItsDetails() async throws {
    let answer = try await withProvider {
      try await $0.post(
        "/v1/chat/completions", question(),
        mock: ["input_tokens": 2048, "output_tokens": 451, "cache_read_tokens": 1920, "reasoning_tokens": 448])
    }
    let usage = answer.json["usage"]
    #expect(usage?["prompt_tokens"] == 2048)
    #expect(usage?["completion_tokens"] == 451)
    #expect(usage?["total_tokens"] == 2499)
    #expect(usage?["prompt_tokens_details"]?["cached_tokens"] == 1920)
    #expect(usage?["completion_tokens_details"]?["reasoning_tokens"] == 448)
  }

  @Test(arguments: [true, false])
  func aStreamHasUsageIfAskedFor(includesUsage: Bool) async throws {
    let answer = try await withProvider { provider in
      try await provider.post(
        "/v1/chat/completions",
        question(["stream": true, "stream_options": ["include_usage": .bool(includesUsage)]]),
        mock: ["text": "one two three four five", "finish": "length"])
    }
    #expect(answer.headers["content-type"]?.hasPrefix("text/event-stream") == true)
    #expect(answer.events.last?.data == "[DONE]")
    let chunks = answer.events.dropLast().map(\.json)
    #expect(chunks.allSatisfy { $0["object"] == "chat.completion.chunk" && $0["id"] == chunks[0]["id"] })
    let deltas = chunks.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.string }
    #expect(deltas == ["", "one two three", " four five"])
    let finishes = chunks.compactMap { $0["choices"]?[0]?["finish_reason"]?.string }
    #expect(finishes == ["length"])
    if includesUsage {
      #expect(chunks.last?["choices"] == [])
      #expect(chunks.last?["usage"]?["completion_tokens"]?.number != nil)
      #expect(chunks.dropLast().allSatisfy { $0["usage"] == .null })
    } else {
      #expect(chunks.allSatisfy { $0["usage"] == nil })
    }
  }

  @Test func aToolIsCalled() async throws {
    try await withProvider { provider in
      let whole = try await provider.post("/v1/chat/completions", question(["tools": tools]))
      let choice = whole.json["choices"]?[0]
      #expect(choice?["finish_reason"] == "tool_calls")
      #expect(choice?["message"]?["content"] == .null)
      let function = choice?["message"]?["tool_calls"]?[0]?["function"]
      #expect(function?["name"] == "weather")
      let arguments = try #require(function?["arguments"]?.string)
      #expect(try JSON(parsing: arguments) == ["city": "sample", "days": 2, "unit": "C"])

      let stream = try await provider.post("/v1/chat/completions", question(["tools": tools, "stream": true]))
      let parts = stream.events.compactMap { $0.json["choices"]?[0]?["delta"]?["tool_calls"]?[0] }
      #expect(parts.count > 2)
      #expect(parts[0]["id"]?.string?.hasPrefix("call_") == true)
      #expect(parts.dropFirst().allSatisfy { $0["id"] == nil && $0["index"] == 0 })
      #expect(parts.compactMap { $0["function"]?["arguments"]?.string }.joined() == arguments)
    }
  }

  @Test func aToolsResultIsAnsweredInWords() async throws {
    let messages: JSON = [["role": "tool", "tool_call_id": "call_1", "content": "12 degrees"]]
    let answer = try await withProvider {
      try await $0.post("/v1/chat/completions", question(["tools": tools, "messages": messages]))
    }
    #expect(answer.json["choices"]?[0]?["finish_reason"] == "stop")
  }

  @Test func aSchemaIsFollowed() async throws {
    let format: JSON = ["type": "json_schema", "json_schema": ["name": "w", "schema": weather]]
    let answer = try await withProvider {
      try await $0.post("/v1/chat/completions", question(["response_format": format]))
    }
    let text = try #require(answer.json["choices"]?[0]?["message"]?["content"]?.string)
    #expect(try JSON(parsing: text) == ["city": "sample", "days": 2, "unit": "C"])
  }

  @Test func aResponse() async throws {
    try await withProvider { provider in
      let body: JSON = ["model": "gpt-4o-mini", "input": "Where is my parcel?"]
      let whole = try await provider.post("/v1/responses", body, mock: ["text": "one two three four"])
      #expect(whole.json["object"] == "response")
      #expect(whole.json["status"] == "completed")
      #expect(whole.json["output"]?[0]?["content"]?[0]?["text"] == "one two three four")

      let asked: JSON = ["model": "gpt-4o-mini", "input": "Where is my parcel?", "stream": true]
      let stream = try await provider.post("/v1/responses", asked, mock: ["text": "one two three four"])
      #expect(
        stream.events.map(\.name) == [
          "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
          "response.output_text.delta", "response.output_text.delta", "response.output_text.done",
          "response.content_part.done", "response.output_item.done", "response.completed",
        ])
      #expect(stream.events.allSatisfy { $0.json["type"]?.string == $0.name })
      #expect(stream.events.compactMap { $0.json["sequence_number"]?.number?.int64 } == Array(0...9))
      #expect(stream.events.last?.json["response"]?["output"]?[0]?["content"]?[0]?["text"] == "one two three four")
      #expect(stream.events.last?.json["response"]?["usage"]?["total_tokens"]?.number != nil)
    }
  }

  @Test func aResponseThatIsCutShortIsIncomplete() async throws {
    let answer = try await withProvider {
      try await $0.post("/v1/responses", ["model": "gpt-4o-mini", "input": "Hi"], mock: ["finish": "length"])
    }
    #expect(answer.json["status"] == "incomplete")
    #expect(answer.json["incomplete_details"]?["reason"] == "max_output_tokens")
  }

  @Test func embeddingsComeAsNumbersOrInBase64() async throws {
    try await withProvider { provider in
      let plain: JSON = ["model": "text-embedding-3-small", "input": ["a", "b"]]
      let numbers = try await provider.post("/v1/embeddings", plain)
      #expect(numbers.json["data"]?.array?.count == 2)
      #expect(numbers.json["data"]?[1]?["index"] == 1)
      #expect(numbers.json["data"]?[0]?["embedding"]?.array?.count == 8)
      #expect(numbers.json["usage"]?["prompt_tokens"] == numbers.json["usage"]?["total_tokens"])
      let encoded: JSON = ["model": "text-embedding-3-small", "input": "a", "encoding_format": "base64"]
      let text = try await provider.post("/v1/embeddings", encoded).json["data"]?[0]?["embedding"]?.string
      // Eight numbers of four bytes are 32 bytes: 11 groups, the last with one byte missing.
      #expect(text?.count == 44)
      #expect(text?.hasSuffix("=") == true)
    }
  }

  @Test(arguments: [
    (400, "invalid_request_error", nil as String?), (401, "invalid_request_error", "invalid_api_key"),
    (404, "invalid_request_error", "model_not_found"), (429, "requests", "rate_limit_exceeded"),
    (500, "server_error", nil), (503, "service_unavailable_error", "server_is_overloaded"),
  ])
  func errorsHaveTheirShape(status: Int, type: String, code: String?) async throws {
    let answer = try await withProvider {
      try await $0.post("/v1/chat/completions", question(), mock: ["status": JSON(status), "retry_after": 7])
    }
    #expect(answer.status == status)
    #expect(answer.headers["retry-after"] == "7")
    let error = answer.json["error"]
    #expect(error?["type"]?.string == type)
    #expect(error?["code"]?.string == code)
    #expect(error?["message"]?.string?.isEmpty == false)
    #expect(error?["param"] == .null)
  }

  @Test func aWrongRequestIsAnError() async throws {
    try await withProvider { provider in
      let noKey = try await provider.post("/v1/chat/completions", question(), headers: [:])
      #expect(noKey.status == 401)
      let noModel = try await provider.post("/v1/chat/completions", ["messages": []])
      #expect(noModel.status == 400)
      #expect(noModel.json["error"]?["type"] == "invalid_request_error")
      let unknown = try await provider.post("/v1/chat/completions", question(), mock: ["latency": 1])
      #expect(unknown.status == 400)
      #expect(unknown.json["error"]?["message"]?.string?.contains("latency") == true)
    }
  }
}
