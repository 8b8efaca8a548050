internal import Access
internal import HTTPTypes
internal import Hummingbird

/// Lets a request in, or answers it 401 or 403: before anything of it is read but its head.
struct AccessControl: RouterMiddleware {
  let gatekeeper: Gatekeeper
  let mounted: MountedExporters
  /// Whether every connection has shown a client certificate that was verified.
  let hasVerifiedCertificates: Bool

  func handle(
    _ request: Request, context: AssayContext, next: (Request, AssayContext) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    if changesFromElsewhere(request) {
      return APIError(
        status: .forbidden, code: "cross_site", message: "a page of another site may not change anything here"
      ).response
    }
    let requirement = AccessPolicy(scrapePaths: mounted.paths).requirement(
      forMethod: request.method.rawValue, path: path)
    switch gatekeeper.decide(credentials(of: request), requirement) {
    case .allowed: return try await next(request, context)
    case .unauthenticated(let message):
      var response = refusal(.unauthorized, "unauthenticated", message, of: request)
      response.headers[.wwwAuthenticate] = Gatekeeper.challenge
      return response
    case .forbidden(let message): return refusal(.forbidden, "forbidden", message, of: request)
    }
  }

  /// Browsers keep what was entered for `Basic`, and reach loopback: a page of another site must not
  /// use that (Fetch Metadata, `Sec-Fetch-Site`).
  private func changesFromElsewhere(_ request: Request) -> Bool {
    guard request.method != .get, request.method != .head, let site = request.headers[.secFetchSite] else {
      return false
    }
    return site != "same-origin" && site != "none"
  }

  private func credentials(of request: Request) -> Credentials {
    Credentials(
      authorization: request.headers[.authorization], apiKey: request.headers[.apiKey],
      certificate: hasVerifiedCertificates ? "verified" : nil)
  }

  /// In the encoding of the request where it is OTLP, else as the API's other errors.
  private func refusal(
    _ status: HTTPResponse.Status, _ code: String, _ message: String, of request: Request
  ) -> Response {
    if request.uri.path.hasPrefix("/v1/"), let encoding = OTLPEncoding(of: request) {
      return encoding.failure(status, message)
    }
    return APIError(status: status, code: code, message: message).response
  }
}

extension HTTPField.Name {
  fileprivate static let apiKey = known("x-api-key")
  fileprivate static let secFetchSite = known("sec-fetch-site")

  /// A name that is well-formed by its spelling here.
  private static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .authorization }
}
