internal import CCurl
internal import Glibc

/// The one way out to the network: requests over libcurl, on a thread of the client's own.
///
/// No call of it blocks a thread of the cooperative pool. Connections are kept and used again, by one
/// request at a time; over TLS, HTTP/2 is spoken where the server offers it. Certificates are always
/// verified. Cookies, `.netrc` and compressed answers are not used.
///
/// For example:
///
///     let client = try HTTPClient()
///     let answer = try await client.send(HTTPRequest(url: "https://api.example/v1/models"))
///     for try await piece in answer.body { … }
package final class HTTPClient: Sendable {
  private let options: HTTPClientOptions
  private let inbox: Inbox

  /// - Throws: `badOptions` if the proxy or the file of authorities cannot be used.
  package init(_ options: HTTPClientOptions = HTTPClientOptions()) throws(HTTPClientError) {
    try check(options)
    guard let multi = MultiHandle(options) else { throw HTTPClientError(.other, "libcurl cannot be set up") }
    let inbox = Inbox(multi, largestInFlight: min(max(1, options.largestInFlight), 100_000))
    self.options = options
    self.inbox = inbox
    guard startThread("http-client", { TransferLoop(multi, inbox, options).run() }) else {
      _ = inbox.retire()
      multi.close()
      throw HTTPClientError(.other, "the system has no thread for the client")
    }
  }

  deinit { inbox.close() }

  /// Sends a request and returns as soon as the head of the answer has come, whatever its status.
  ///
  /// A cancelled task gets the error `cancelled` at once. If a kept connection turns out to be closed
  /// before a byte of an answer came, libcurl sends the request once more on a new one.
  package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    let exchange = Exchange(try PreparedRequest(request), buffer: options.largestBuffer, inbox: inbox)
    try inbox.submit(exchange)
    let head = try await exchange.head().get()
    return HTTPResponse(
      status: head.status, version: head.version, headers: head.headers, body: HTTPBody(exchange))
  }

  /// Ends what is in flight with the error `shutDown`, and everything later too; returns at once.
  ///
  /// It may be called again. A client that is dropped does the same.
  package func shutdown() { inbox.close() }
}

private func check(_ options: HTTPClientOptions) throws(HTTPClientError) {
  if let file = options.authorities, file.utf8.contains(0) || access(file, R_OK) != 0 {
    throw HTTPClientError(.badOptions, "the file of trusted authorities cannot be read")
  }
  guard case .url(let text) = options.proxy else { return }
  let schemes = ["http://", "https://", "socks5://", "socks5h://"]
  guard schemes.contains(where: text.hasPrefix), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }),
    let url = curl_url()
  else {
    throw HTTPClientError(.badOptions, "the proxy is no URL that starts with \(schemes.joined(separator: ", "))")
  }
  defer { curl_url_cleanup(url) }
  guard curl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK else {
    throw HTTPClientError(.badOptions, "the proxy's URL is not well-formed")
  }
}
