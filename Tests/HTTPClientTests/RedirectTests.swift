import Testing

@testable import HTTPClient

/// The request that follows, or nil if none does.
private func follow(
  _ method: String = "POST", from url: String = "https://Host.example/a/b?c", status: Int = 302, to location: String?,
  hops: Int = 0, most: Int = 5
) throws -> PreparedRequest? {
  let request = try PreparedRequest(
    HTTPRequest(
      method: method, url: url, headers: ["Authorization": "x", "Content-Type": "text/plain"], body: [1],
      largestRedirects: most))
  var headers = HTTPHeaders()
  if let location { headers.append("LOCATION", location) }
  let head = ResponseHead(status: status, version: "1.1", headers: headers)
  switch Redirect(of: request, answeredBy: head, hops: hops) {
  case .none: return nil
  case .follow(let next): return next
  case .refuse(let message): throw HTTPClientError(.redirect, message)
  }
}

@Suite struct RedirectTests {
  @Test(arguments: [
    ("/x", "https://host.example/x"), ("x", "https://host.example/a/x"), ("?x", "https://host.example/a/b?x"),
    ("https://HOST.example:443/x#y", "https://host.example:443/x"), ("//host.example/x", "https://host.example/x"),
    ("../../../x", "https://host.example/x"),
  ]) func withinTheHost(location: String, url: String) throws {
    let address = try #require(try follow(to: location)).address
    #expect(address.text.lowercased() == url)
  }

  @Test(arguments: [
    "http://host.example/x", "https://other.example/x", "https://host.example:8443/x", "//other.example/",
    "https://host.example.other.example/", "https://host.example@other.example/", "https://u:p@host.example/",
    "file:///etc/passwd", "ftp://host.example/", "javascript:x", "https://", "/a b", "/a\u{0}b",
  ]) func elsewhere(location: String) {
    let error = #expect(throws: HTTPClientError.self) { try follow(to: location) }
    #expect(error?.code == .redirect)
  }

  @Test func whatTheMethodBecomes() throws {
    for (method, status, next) in [
      ("POST", 301, "GET"), ("POST", 302, "GET"), ("POST", 303, "GET"), ("PUT", 303, "GET"), ("POST", 307, "POST"),
      ("POST", 308, "POST"), ("PUT", 301, "PUT"), ("HEAD", 303, "HEAD"), ("GET", 302, "GET"),
    ] {
      let request = try #require(try follow(method, status: status, to: "/x"))
      #expect(request.method == next)
      #expect(request.headers["authorization"] == "x")
      let keepsBody = method == next && !(method == "GET" && status == 303)
      #expect(request.body == (keepsBody ? [1] : []), "\(method) \(status)")
      #expect((request.headers["content-type"] == nil) == !keepsBody, "\(method) \(status)")
    }
  }

  @Test func whatIsNoRedirect() throws {
    for status in [200, 300, 304, 305, 306, 309, 404] { #expect(try follow(status: status, to: "/x") == nil) }
    #expect(try follow(to: nil) == nil)
    #expect(try follow(to: "/x", most: 0) == nil)
  }

  @Test func fiveAreTheMost() throws {
    #expect(try follow(to: "/x", hops: 4, most: 1000) != nil)
    #expect(throws: HTTPClientError.self) { try follow(to: "/x", hops: 5, most: 1000) }
    #expect(throws: HTTPClientError.self) { try follow(to: "/x", hops: 1, most: 1) }
  }
}
