package import JSON

/// An error as a provider reports it.
package struct MockError: Sendable {
  package var provider: MockRequest.Provider
  package var status: Int
  package var type: String
  package var code: String?
  package var message: String
  /// Seconds for the header `retry-after`.
  package var retryAfter: Int?

  /// The provider's usual error of a status; what the behaviour states replaces its parts.
  package init(_ provider: MockRequest.Provider, _ status: Int, behaviour: MockBehaviour = MockBehaviour()) {
    self.provider = provider
    self.status = status
    let usual = provider == .openAI ? Self.openAI(status) : Self.anthropic(status)
    type = behaviour.errorType ?? usual.type
    code = behaviour.errorCode ?? usual.code
    message = behaviour.message ?? usual.message
    retryAfter = behaviour.retryAfter
  }

  /// The body of the answer.
  package func body(id: String) -> JSON {
    switch provider {
    case .openAI:
      [
        "error": [
          "message": .string(message), "type": .string(type), "param": nil, "code": code.map { .string($0) } ?? nil,
        ]
      ]
    case .anthropic:
      ["type": "error", "error": ["type": .string(type), "message": .string(message)], "request_id": .string(id)]
    }
  }

  /// OpenAI, "Error codes".
  private static func openAI(_ status: Int) -> (type: String, code: String?, message: String) {
    switch status {
    case 401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided.")
    case 403: ("invalid_request_error", "unsupported_country_region_territory", "This region is not supported.")
    case 404: ("invalid_request_error", "model_not_found", "The model does not exist or you do not have access to it.")
    case 429: ("requests", "rate_limit_exceeded", "Rate limit reached for requests.")
    case 503: ("service_unavailable_error", "server_is_overloaded", "The server is overloaded.")
    case 400..<500: ("invalid_request_error", nil, "The request is invalid.")
    default: ("server_error", nil, "The server had an error while processing your request.")
    }
  }

  /// Anthropic, "Errors".
  private static func anthropic(_ status: Int) -> (type: String, code: String?, message: String) {
    switch status {
    case 401: ("authentication_error", nil, "invalid x-api-key")
    case 402: ("billing_error", nil, "Your credit balance is too low.")
    case 403: ("permission_error", nil, "Your API key may not use this resource.")
    case 404: ("not_found_error", nil, "The resource was not found.")
    case 409: ("conflict_error", nil, "The resource has changed.")
    case 413: ("request_too_large", nil, "The request exceeds the largest size.")
    case 429: ("rate_limit_error", nil, "This request would exceed your rate limit.")
    case 504: ("timeout_error", nil, "The request timed out.")
    case 529: ("overloaded_error", nil, "Overloaded")
    case 400..<500: ("invalid_request_error", nil, "The request is invalid.")
    default: ("api_error", nil, "Internal server error")
    }
  }
}
