internal import JSON

/// OpenAI's `POST /v1/chat/completions`.
struct ChatCompletions: Dialect {
  func body(_ answer: MockAnswer, to request: MockRequest) -> JSON {
    var message: JSONObject = JSONObject([
      ("role", "assistant"), ("content", answer.text.map { .string($0) } ?? nil), ("refusal", nil),
    ])
    if !answer.toolCalls.isEmpty { message["tool_calls"] = .array(toolCalls(answer)) }
    return [
      "id": .string("chatcmpl-\(answer.id)"), "object": "chat.completion", "created": JSON(created),
      "model": .string(answer.model),
      "choices": [
        [
          "index": 0, "message": .object(message), "logprobs": nil,
          "finish_reason": .string(finishReason(answer.finish)),
        ]
      ],
      "usage": usage(answer.usage), "service_tier": "default", "system_fingerprint": "fp_mock",
    ]
  }

  func events(_ answer: MockAnswer, to request: MockRequest) -> [ServerSentEvent] {
    func chunk(_ choices: [JSON], usage: JSON = nil) -> JSON {
      var chunk = JSONObject([
        ("id", .string("chatcmpl-\(answer.id)")), ("object", "chat.completion.chunk"), ("created", JSON(created)),
        ("model", .string(answer.model)), ("service_tier", "default"), ("system_fingerprint", "fp_mock"),
        ("choices", .array(choices)),
      ])
      if request.includesUsage { chunk["usage"] = usage }
      return .object(chunk)
    }
    func choice(_ delta: JSON, finish: JSON = nil) -> [JSON] {
      [["index": 0, "delta": delta, "logprobs": nil, "finish_reason": finish]]
    }

    let first: JSON = answer.text == nil ? nil : ""
    var events = [ServerSentEvent(nil, chunk(choice(["role": "assistant", "content": first, "refusal": nil])))]
    events += answer.pieces.map { piece in
      ServerSentEvent(nil, chunk(choice(["content": .string(piece)])), isPiece: true)
    }
    for (index, call) in answer.toolCalls.enumerated() {
      var named = toolCall(call, index, of: answer)
      named["function"] = ["name": .string(call.name), "arguments": ""]
      named["index"] = JSON(index)
      events.append(ServerSentEvent(nil, chunk(choice(["tool_calls": [.object(named)]])), isPiece: true))
      for piece in inParts(call.arguments) {
        let part: JSON = ["index": JSON(index), "function": ["arguments": .string(piece)]]
        events.append(ServerSentEvent(nil, chunk(choice(["tool_calls": [part]])), isPiece: true))
      }
    }
    events.append(ServerSentEvent(nil, chunk(choice([:], finish: .string(finishReason(answer.finish))))))
    if request.includesUsage { events.append(ServerSentEvent(nil, chunk([], usage: usage(answer.usage)))) }
    events.append(ServerSentEvent(literal: "[DONE]"))
    return events
  }

  func failure(_ error: MockError) -> ServerSentEvent { ServerSentEvent(nil, error.body(id: "")) }

  private func toolCalls(_ answer: MockAnswer) -> [JSON] {
    answer.toolCalls.enumerated().map { .object(toolCall($1, $0, of: answer)) }
  }

  private func toolCall(_ call: MockAnswer.ToolCall, _ index: Int, of answer: MockAnswer) -> JSONObject {
    JSONObject([
      ("id", .string("call_\(answer.id)\(index)")), ("type", "function"),
      ("function", ["name": .string(call.name), "arguments": .string(call.arguments)]),
    ])
  }

  private func finishReason(_ finish: MockBehaviour.Finish) -> String {
    finish == .toolCall ? "tool_calls" : finish.rawValue
  }

  private func usage(_ usage: MockAnswer.Usage) -> JSON {
    [
      "prompt_tokens": JSON(usage.input), "completion_tokens": JSON(usage.output), "total_tokens": JSON(usage.total),
      "prompt_tokens_details": [
        "cached_tokens": JSON(usage.cacheRead), "cache_write_tokens": JSON(usage.cacheWrite), "audio_tokens": 0,
      ],
      "completion_tokens_details": [
        "reasoning_tokens": JSON(usage.reasoning), "audio_tokens": 0, "accepted_prediction_tokens": 0,
        "rejected_prediction_tokens": 0,
      ],
    ]
  }
}
