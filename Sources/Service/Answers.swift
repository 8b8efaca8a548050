internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import NIOCore

/// An error of the HTTP API: a stable code for programs, a sentence for people.
struct APIError: Error {
  var status: HTTPResponse.Status
  var code: String
  var message: String

  static func badRequest(_ message: String) -> APIError {
    APIError(status: .badRequest, code: "bad_request", message: message)
  }
  static func methodNotAllowed(_ method: HTTPRequest.Method, allowed: String) -> APIError {
    APIError(
      status: .methodNotAllowed, code: "method_not_allowed",
      message: "\(method.rawValue) is not allowed here; allowed: \(allowed)")
  }
  static func notFound(_ message: String) -> APIError {
    APIError(status: .notFound, code: "not_found", message: message)
  }

  var response: Response {
    .json(["error": ["code": .string(code), "message": .string(message)]], status: status)
  }
}

extension Response {
  static func json(_ json: JSON, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: json.text() + "\n")))
  }

  static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n")))
  }
}
