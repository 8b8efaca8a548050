internal import JSON

/// The body of a request to `/chat/completions` (OpenAI API).
struct ChatRequest: Sendable {
  var model: String
  var question: Question
  var temperature: Double
  var mostOutput: Int

  func body(_ dialect: Dialect) -> [UInt8] {
    var members: [(key: String, value: JSON)] = [
      ("model", .string(model)),
      (
        "messages",
        [
          ["role": "system", "content": .string(question.system)],
          ["role": "user", "content": .string(question.user)],
        ]
      ),
      (dialect.saysCompletionTokens ? "max_completion_tokens" : "max_tokens", JSON(mostOutput)),
    ]
    if dialect.hasTemperature { members.append(("temperature", JSON(temperature))) }
    switch dialect.format {
    case .schema: members.append(("response_format", Self.verdictFormat))
    case .object: members.append(("response_format", ["type": "json_object"]))
    case .none: break
    }
    var bytes: [UInt8] = []
    JSON.object(JSONObject(members)).write(into: &bytes)
    return bytes
  }

  /// Bytes that the model reads, for an estimate of its tokens.
  var size: Int { question.system.utf8.count + question.user.utf8.count }

  /// The explanation comes before the verdict, so that the model reasons before it decides.
  private static let verdictFormat: JSON = [
    "type": "json_schema",
    "json_schema": [
      "name": "verdict", "strict": true,
      "schema": [
        "type": "object", "additionalProperties": false,
        "required": ["explanation", "quotes", "label", "score", "verdict"],
        "properties": [
          "explanation": ["type": "string"],
          "quotes": ["type": "array", "items": ["type": "string"]],
          "label": ["type": "string"], "score": ["type": "number"],
          "verdict": ["type": "string", "enum": ["pass", "fail"]],
        ],
      ],
    ],
  ]
}
