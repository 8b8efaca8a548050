internal import JSON

/// Which of the fields that differ between OpenAI-compatible servers a request has.
struct Dialect: Hashable, Sendable {
  enum Format: Sendable {
    /// The answer must be an object of the verdict's schema.
    case schema
    /// The answer must be a JSON object.
    case object
    /// The prompt alone says so.
    case none
  }

  var format = Format.schema
  /// `max_completion_tokens` in place of the older `max_tokens`, which every server but OpenAI's newer models takes.
  var saysCompletionTokens = false
  /// Reasoning models take none.
  var hasTemperature = true

  /// What to try next where a server refused a field; nil if it is about something else.
  ///
  /// Each step leaves out more, so that there are few.
  func adapted(to error: ServerError) -> Dialect? {
    var next = self
    switch error.field {
    case "response_format" where format == .schema: next.format = .object
    case "response_format" where format == .object: next.format = .none
    case "max_tokens" where !saysCompletionTokens: next.saysCompletionTokens = true
    case "temperature" where hasTemperature: next.hasTemperature = false
    default: return nil
    }
    return next
  }
}

/// What a server says of a request that it refused (OpenAI API, error object).
struct ServerError: Hashable, Sendable {
  var message = ""
  var type = ""
  var code = ""
  var param = ""

  /// All empty where the body is no such object.
  init(_ body: [UInt8]) {
    guard let value = try? JSON(parsing: body, maxDepth: 32) else { return }
    // FastAPI servers put the same under `detail`, some a text only.
    let error = value["error"] ?? value["detail"] ?? value
    message = error.string ?? error["message"]?.string ?? ""
    type = error["type"]?.string ?? ""
    code = error["code"]?.string ?? ""
    param = error["param"]?.string ?? ""
  }

  /// The field of the request that is refused: the one it names, else the one mentioned first.
  var field: String? {
    let fields = ["response_format", "max_tokens", "temperature"]
    if let named = fields.first(where: { param.hasPrefix($0) }) { return named }
    let said = message.prefix(2_000).lowercased().replacing("json_schema", with: "response_format")
    return fields.compactMap { name in said.firstRange(of: name).map { (name, $0.lowerBound) } }
      .min { $0.1 < $1.1 }?.0
  }

  /// Whether it is about money, which no waiting brings.
  var isAboutCredit: Bool {
    let said = "\(type) \(code)".lowercased()
    return ["insufficient_quota", "credit_balance", "spend_limit", "usage_limit", "billing"]
      .contains {
        said.contains($0)
      }
  }
}
