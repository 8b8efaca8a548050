internal import JSON

/// OpenAI's `POST /v1/responses`.
struct Responses: Dialect {
  func body(_ answer: MockAnswer, to request: MockRequest) -> JSON {
    response(answer, status: status(answer), output: items(answer), usage: usage(answer.usage))
  }

  func events(_ answer: MockAnswer, to request: MockRequest) -> [ServerSentEvent] {
    var stream = EventStream()
    let begun = response(answer, status: "in_progress", output: [], usage: nil)
    stream.add("response.created", ["response": begun])
    stream.add("response.in_progress", ["response": begun])
    for (index, item) in items(answer).enumerated() {
      let place: [(String, JSON)] = [("item_id", item["id"] ?? nil), ("output_index", JSON(index))]
      var opened = item.object ?? JSONObject()
      opened["status"] = "in_progress"
      if item["type"]?.string == "message" {
        opened["content"] = []
        stream.add("response.output_item.added", ["output_index": JSON(index), "item": .object(opened)])
        write(answer, at: place + [("content_index", 0)], to: &stream)
      } else {
        opened["arguments"] = ""
        stream.add("response.output_item.added", ["output_index": JSON(index), "item": .object(opened)])
        let arguments = item["arguments"]?.string ?? ""
        for piece in inParts(arguments) {
          stream.add("response.function_call_arguments.delta", at: place, [("delta", .string(piece))], isPiece: true)
        }
        stream.add(
          "response.function_call_arguments.done", at: place,
          [("name", item["name"] ?? nil), ("arguments", .string(arguments))])
      }
      stream.add("response.output_item.done", ["output_index": JSON(index), "item": item])
    }
    let end = status(answer)
    stream.add("response.\(end)", ["response": body(answer, to: request)])
    return stream.events
  }

  private func write(_ answer: MockAnswer, at place: [(String, JSON)], to stream: inout EventStream) {
    let empty: JSON = ["type": "output_text", "text": "", "annotations": [], "logprobs": []]
    stream.add("response.content_part.added", at: place, [("part", empty)])
    for piece in answer.pieces {
      stream.add(
        "response.output_text.delta", at: place, [("delta", .string(piece)), ("logprobs", [])], isPiece: true)
    }
    stream.add("response.output_text.done", at: place, [("text", .string(answer.text ?? "")), ("logprobs", [])])
    stream.add("response.content_part.done", at: place, [("part", part(answer))])
  }

  func failure(_ error: MockError) -> ServerSentEvent {
    ServerSentEvent(
      "error",
      [
        "type": "error", "code": .string(error.code ?? error.type), "message": .string(error.message), "param": nil,
        "sequence_number": 0,
      ])
  }

  private func status(_ answer: MockAnswer) -> String {
    answer.finish == .length || answer.finish == .contentFilter ? "incomplete" : "completed"
  }

  private func items(_ answer: MockAnswer) -> [JSON] {
    var items: [JSON] = []
    if answer.text != nil {
      items.append([
        "id": .string("msg_\(answer.id)"), "type": "message", "status": .string(status(answer)), "role": "assistant",
        "content": [part(answer)],
      ])
    }
    for (index, call) in answer.toolCalls.enumerated() {
      items.append([
        "id": .string("fc_\(answer.id)\(index)"), "type": "function_call", "status": "completed",
        "call_id": .string("call_\(answer.id)\(index)"), "name": .string(call.name),
        "arguments": .string(call.arguments),
      ])
    }
    return items
  }

  private func part(_ answer: MockAnswer) -> JSON {
    ["type": "output_text", "text": .string(answer.text ?? ""), "annotations": [], "logprobs": []]
  }

  private func response(_ answer: MockAnswer, status: String, output: [JSON], usage: JSON) -> JSON {
    let reason: JSON = answer.finish == .length ? "max_output_tokens" : "content_filter"
    return [
      "id": .string("resp_\(answer.id)"), "object": "response", "created_at": JSON(created), "status": .string(status),
      "error": nil, "incomplete_details": status == "incomplete" ? ["reason": reason] : nil, "instructions": nil,
      "model": .string(answer.model), "output": .array(output), "parallel_tool_calls": true, "tool_choice": "auto",
      "tools": [], "temperature": 1, "top_p": 1, "metadata": [:], "usage": usage,
    ]
  }

  private func usage(_ usage: MockAnswer.Usage) -> JSON {
    [
      "input_tokens": JSON(usage.input),
      "input_tokens_details": ["cached_tokens": JSON(usage.cacheRead), "cache_write_tokens": JSON(usage.cacheWrite)],
      "output_tokens": JSON(usage.output), "output_tokens_details": ["reasoning_tokens": JSON(usage.reasoning)],
      "total_tokens": JSON(usage.total),
    ]
  }
}

/// Events that repeat their name and are numbered.
private struct EventStream {
  var events: [ServerSentEvent] = []

  mutating func add(
    _ name: String, at place: [(String, JSON)] = [], _ members: [(String, JSON)], isPiece: Bool = false
  ) {
    let head: [(String, JSON)] = [("type", .string(name)), ("sequence_number", JSON(events.count))]
    let all = (head + place + members).map { (key: $0.0, value: $0.1) }
    events.append(ServerSentEvent(name, .object(JSONObject(all)), isPiece: isPiece))
  }

  mutating func add(_ name: String, _ members: KeyValuePairs<String, JSON>) {
    add(name, members.map { ($0.key, $0.value) })
  }
}
