internal import JSON

/// OpenAI's `POST /v1/embeddings`; nothing of it is streamed.
struct Embeddings: Dialect {
  private static let dimensions = 8

  func body(_ answer: MockAnswer, to request: MockRequest) -> JSON {
    // No request embeds more than 2,048 texts (OpenAI, "Embeddings").
    let data = (0..<max(1, min(request.inputs, 2_048))).map { index -> JSON in
      let vector = vector(request.seed &+ UInt64(index))
      let embedding: JSON =
        request.wantsBase64 ? .string(base64(vector)) : .array(vector.map { JSON(Double($0)) })
      return ["object": "embedding", "index": JSON(index), "embedding": embedding]
    }
    return [
      "object": "list", "data": .array(data), "model": .string(answer.model),
      "usage": ["prompt_tokens": JSON(answer.usage.input), "total_tokens": JSON(answer.usage.input)],
    ]
  }

  func events(_ answer: MockAnswer, to request: MockRequest) -> [ServerSentEvent] { [] }

  func failure(_ error: MockError) -> ServerSentEvent { ServerSentEvent(nil, error.body(id: "")) }

  private func vector(_ seed: UInt64) -> [Float] {
    (0..<Self.dimensions).map { index in
      let bits = (seed &+ UInt64(index)) &* 0x9e37_79b9_7f4a_7c15
      // Sixteen bits, from -1 to 1: exact in a Float and short in decimal.
      return Float(Int(bits >> 48) - 0x8000) / 0x8000
    }
  }
}

/// The numbers in little-endian order, in base 64 (RFC 4648, section 4).
private func base64(_ numbers: [Float]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  let bytes = numbers.flatMap { number in
    (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt32($0))) }
  }
  var text = ""
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for place in 0..<4 {
      text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
    }
  }
  return text
}
