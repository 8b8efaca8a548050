@testable import HTTPClient

/// The error a request ends with, in its head or its body; nil if it succeeds.
func failure(_ client: HTTPClient, _ request: HTTPRequest) async -> HTTPClientError? {
  do throws(HTTPClientError) {
    _ = try await client.send(request).body.collect(upTo: 1 << 30)
    return nil
  } catch {
    return error
  }
}

extension HTTPClient {
  func text(_ request: HTTPRequest) async throws(HTTPClientError) -> String {
    String(decoding: try await send(request).body.collect(upTo: 1 << 20), as: UTF8.self)
  }
}
