/// A request found fit to be sent.
struct PreparedRequest: Sendable {
  var method: String
  var address: WebAddress
  var headers: HTTPHeaders
  var body: [UInt8]
  let deadlines: Deadlines
  let largestBody: Int
  let largestRedirects: Int

  /// Refuses what would put bytes of the caller's choosing where HTTP expects its own.
  init(_ request: HTTPRequest) throws(HTTPClientError) {
    guard isToken(request.method), request.method.utf8.count <= 32, request.method != "CONNECT" else {
      throw HTTPClientError(.badRequest, "the method is not one that can be sent; use GET, POST and the like")
    }
    for field in request.headers { try check(field) }
    method = request.method
    address = try WebAddress(request.url)
    headers = request.headers
    body = request.body
    deadlines = request.deadlines.clamped
    largestBody = max(0, request.largestBody)
    largestRedirects = min(max(0, request.largestRedirects), 5)
  }
}

/// The headers that say where a message ends, how the connection is used, and whom it is for.
private let reserved = [
  "connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization", "proxy-connection", "te",
  "trailer", "transfer-encoding", "upgrade",
]

private func check(_ field: HTTPHeaders.Field) throws(HTTPClientError) {
  guard isToken(field.name), field.name.utf8.count <= 256 else {
    throw HTTPClientError(.badRequest, "the name of a header has characters that HTTP does not allow there")
  }
  guard !reserved.contains(where: { sameName($0, field.name) }) else {
    throw HTTPClientError(.badRequest, "the header \(field.name) is written by the client; leave it out")
  }
  // RFC 9110, 5.5: a tab is the only control character in a value.
  guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
    throw HTTPClientError(.badRequest, "the value of the header \(field.name) has a line break or control character")
  }
}

/// RFC 9110, 5.6.2.
private func isToken(_ text: String) -> Bool {
  !text.isEmpty
    && text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
}
