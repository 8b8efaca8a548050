internal import JSON

/// Anthropic's `POST /v1/messages`.
struct Messages: Dialect {
  func body(_ answer: MockAnswer, to request: MockRequest) -> JSON {
    message(
      answer, content: blocks(answer), stopReason: .string(stopReason(answer.finish)), usage: usage(answer.usage))
  }

  func events(_ answer: MockAnswer, to request: MockRequest) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    func add(_ name: String, _ members: KeyValuePairs<String, JSON>, isPiece: Bool = false) {
      let all = [(key: "type", value: JSON.string(name))] + members.map { (key: $0.key, value: $0.value) }
      events.append(ServerSentEvent(name, .object(JSONObject(all)), isPiece: isPiece))
    }

    // Usage at the start knows the input; output counts up from the first token.
    var first = answer.usage
    first.output = min(1, first.output)
    add("message_start", ["message": message(answer, content: [], stopReason: nil, usage: usage(first))])
    add("ping", [:])
    for (index, block) in blocks(answer).enumerated() {
      let isText = block["type"]?.string == "text"
      var opened = block.object ?? JSONObject()
      opened[isText ? "text" : "input"] = isText ? "" : [:]
      add("content_block_start", ["index": JSON(index), "content_block": .object(opened)])
      let pieces = isText ? answer.pieces : inParts(block["input"]?.text() ?? "")
      for piece in pieces {
        let delta: JSON =
          isText
          ? ["type": "text_delta", "text": .string(piece)]
          : ["type": "input_json_delta", "partial_json": .string(piece)]
        add("content_block_delta", ["index": JSON(index), "delta": delta], isPiece: true)
      }
      add("content_block_stop", ["index": JSON(index)])
    }
    let stop: JSON = ["stop_reason": .string(stopReason(answer.finish)), "stop_sequence": nil]
    // Cumulative: it replaces what message_start said.
    add("message_delta", ["delta": stop, "usage": usage(answer.usage)])
    add("message_stop", [:])
    return events
  }

  func failure(_ error: MockError) -> ServerSentEvent {
    ServerSentEvent(
      "error", ["type": "error", "error": ["type": .string(error.type), "message": .string(error.message)]])
  }

  private func blocks(_ answer: MockAnswer) -> [JSON] {
    var blocks: [JSON] = answer.text.map { [["type": "text", "text": .string($0)]] } ?? []
    for (index, call) in answer.toolCalls.enumerated() {
      blocks.append([
        "type": "tool_use", "id": .string("toolu_\(answer.id)\(index)"), "name": .string(call.name),
        "input": (try? JSON(parsing: call.arguments)) ?? [:],
      ])
    }
    return blocks
  }

  private func message(_ answer: MockAnswer, content: [JSON], stopReason: JSON, usage: JSON) -> JSON {
    [
      "id": .string("msg_\(answer.id)"), "type": "message", "role": "assistant", "model": .string(answer.model),
      "content": .array(content), "stop_reason": stopReason, "stop_sequence": nil, "usage": usage,
    ]
  }

  private func stopReason(_ finish: MockBehaviour.Finish) -> String {
    switch finish {
    case .stop: "end_turn"
    case .length: "max_tokens"
    case .toolCall: "tool_use"
    case .contentFilter: "refusal"
    }
  }

  /// Here `input_tokens` excludes what was read from and written to the cache.
  private func usage(_ usage: MockAnswer.Usage) -> JSON {
    [
      "input_tokens": JSON(usage.input - usage.cacheRead - usage.cacheWrite),
      "cache_creation_input_tokens": JSON(usage.cacheWrite), "cache_read_input_tokens": JSON(usage.cacheRead),
      "cache_creation": ["ephemeral_5m_input_tokens": JSON(usage.cacheWrite), "ephemeral_1h_input_tokens": 0],
      "output_tokens": JSON(usage.output), "output_tokens_details": ["thinking_tokens": JSON(usage.reasoning)],
      "service_tier": "standard",
    ]
  }
}
