import HTTPClient
import JSON
import Testing

@testable import MockProvider

private func asked(_ changes: KeyValuePairs<String, JSON> = [:]) -> JSON {
  question(changes, model: "claude-haiku-4-5")
}
private let key: HTTPHeaders = ["x-api-key": "not-a-key", "anthropic-version": "2023-06-01"]

@Suite(.timeLimit(.minutes(1))) struct AnthropicTests {
  @Test func aMessage() async throws {
    let answer = try await withProvider {
      try await $0.post("/v1/messages", asked(), mock: ["text": "On its way.", "finish": "length"], headers: key)
    }
    #expect(answer.status == 200)
    #expect(answer.headers["request-id"]?.hasPrefix("req_") == true)
    #expect(answer.json["type"] == "message")
    #expect(answer.json["model"] == "claude-haiku-4-5-20251001")
    #expect(answer.json["content"] == [["type": "text", "text": "On its way."]])
    #expect(answer.json["stop_reason"] == "max_tokens")
  }

  @Test func inputTokensExcludeTheCache() async throws {
    let answer = try await withProvider {
      try await $0.post(
        "/v1/messages", asked(),
        mock: ["input_tokens": 1200, "cache_read_tokens": 1000, "cache_write_tokens": 50, "output_tokens": 9],
        headers: key)
    }
    let usage = answer.json["usage"]
    #expect(usage?["input_tokens"] == 150)
    #expect(usage?["cache_read_input_tokens"] == 1000)
    #expect(usage?["cache_creation_input_tokens"] == 50)
    #expect(usage?["output_tokens"] == 9)
  }

  @Test func aStream() async throws {
    let answer = try await withProvider {
      try await $0.post(
        "/v1/messages", asked(["stream": true]), mock: ["text": "one two three four", "output_tokens": 9], headers: key)
    }
    #expect(
      answer.events.map(\.name) == [
        "message_start", "ping", "content_block_start", "content_block_delta", "content_block_delta",
        "content_block_stop", "message_delta", "message_stop",
      ])
    #expect(answer.events.allSatisfy { $0.json["type"]?.string == $0.name })
    #expect(answer.events[0].json["message"]?["content"] == [])
    #expect(answer.events[0].json["message"]?["usage"]?["output_tokens"] == 1)
    #expect(answer.events[0].json["message"]?["stop_reason"] == .null)
    let deltas = answer.events.compactMap { $0.json["delta"]?["text"]?.string }
    #expect(deltas == ["one two three", " four"])
    #expect(answer.events[6].json["delta"]?["stop_reason"] == "end_turn")
    #expect(answer.events[6].json["usage"]?["output_tokens"] == 9)
  }

  @Test func aToolIsCalled() async throws {
    let tools: JSON = [["name": "weather", "input_schema": weather]]
    try await withProvider { provider in
      let whole = try await provider.post("/v1/messages", asked(["tools": tools]), headers: key)
      let block = whole.json["content"]?[0]
      #expect(whole.json["stop_reason"] == "tool_use")
      #expect(block?["type"] == "tool_use")
      #expect(block?["id"]?.string?.hasPrefix("toolu_") == true)
      #expect(block?["input"] == ["city": "sample", "days": 2, "unit": "C"])
      let stream = try await provider.post("/v1/messages", asked(["tools": tools, "stream": true]), headers: key)
      let opened = stream.events.first { $0.name == "content_block_start" }?.json["content_block"]
      #expect(opened?["name"] == "weather")
      #expect(opened?["input"] == [:])
      let parts = stream.events.compactMap { $0.json["delta"]?["partial_json"]?.string }
      #expect(parts.count > 1)
      #expect(try JSON(parsing: parts.joined()) == block?["input"])
    }
  }

  @Test(arguments: [
    (400, "invalid_request_error"), (401, "authentication_error"), (404, "not_found_error"),
    (429, "rate_limit_error"), (500, "api_error"), (529, "overloaded_error"),
  ])
  func errorsHaveTheirShape(status: Int, type: String) async throws {
    let answer = try await withProvider {
      try await $0.post(
        "/v1/messages", asked(), mock: ["status": JSON(status), "retry_after": 2], headers: key)
    }
    #expect(answer.status == status)
    #expect(answer.headers["retry-after"] == "2")
    #expect(answer.json["type"] == "error")
    #expect(answer.json["error"]?["type"]?.string == type)
    #expect(answer.json["request_id"]?.string == answer.headers["request-id"])
  }

  @Test func aRequestWithoutItsLimitOrKeyIsRefused() async throws {
    try await withProvider { provider in
      let body: JSON = ["model": "claude-haiku-4-5", "messages": []]
      let unlimited = try await provider.post("/v1/messages", body, headers: key)
      #expect(unlimited.status == 400)
      let unnamed = try await provider.post("/v1/messages", asked(), headers: [:])
      #expect(unnamed.status == 401)
    }
  }
}
