internal import HTTPTypes
internal import Hummingbird

typealias Handler = @Sendable (Request, AssayContext) async throws -> Response

extension Router<AssayContext> {
  /// Registers a path with its methods; any other method is answered 405 with `Allow`.
  func endpoint(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
    let allowed = handlers.keys.map(\.rawValue).sorted().joined(separator: ", ")
    for method in [HTTPRequest.Method.get, .head, .post, .put, .delete, .patch, .options] {
      if let handler = handlers[method] ?? (method == .head ? handlers[.get] : nil) {
        on(path, method: method) { request, context in
          do {
            return try await handler(request, context)
          } catch let error as APIError {
            return error.response
          }
        }
      } else {
        on(path, method: method) { _, _ in
          var response = APIError.methodNotAllowed(method, allowed: allowed).response
          response.headers[.allow] = allowed
          return response
        }
      }
    }
  }
}

/// Answers a path that nobody registered, in the API's own error shape.
struct UnknownPath: RouterMiddleware {
  func handle(
    _ request: Request, context: AssayContext,
    next: (Request, AssayContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      return APIError.notFound("there is nothing at \(request.uri.path)").response
    }
  }
}
