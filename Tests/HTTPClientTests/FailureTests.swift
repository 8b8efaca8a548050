import Testing

@testable import HTTPClient

/// A server that answers each connection with these bytes and closes.
private func server(answering text: String) throws -> LoopbackServer {
  try LoopbackServer { peer in
    _ = peer.request()
    peer.write(text)
  }
}

@Suite(.timeLimit(.minutes(1))) struct FailureTests {
  @Test(arguments: [
    ("SSH-2.0-OpenSSH_9.2\r\n", "http.protocol"),
    ("HTTP/1.1 abc OK\r\n\r\n", "http.protocol"),
    ("HTTP/1.1 99 OK\r\nContent-Length: 0\r\n\r\n", "http.protocol"),
    ("HTTP/9.9 200 OK\r\n\r\n", "http.protocol"),
    ("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "http.protocol"),
    ("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", "http.protocol"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "http.closed"),
    ("", "http.closed"),
    ("HTTP/1.1 200 OK\r\nA: b", "http.closed"),
    ("HTTP/1.1 100 Continue\r\n\r\n", "http.closed"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "http.closed"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf", "http.closed"),
  ]) func brokenAnswersAreErrors(text: String, code: String) async throws {
    let server = try server(answering: text)
    defer { server.stop() }
    let error = await failure(try HTTPClient(), HTTPRequest(url: server.url()))
    #expect(error?.code.name == code, "\(String(describing: error))")
    #expect(error?.requestMayHaveBeenSent == true)
  }

  @Test func whatCameBeforeTheBreakIsRead() async throws {
    let server = try server(answering: "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
    defer { server.stop() }
    let client = try HTTPClient()
    var body = try await client.send(HTTPRequest(url: server.url())).body.makeAsyncIterator()
    #expect(try await body.next() == Array("half".utf8))
    await #expect(throws: HTTPClientError.self) { try await body.next() }
  }

  @Test(arguments: [
    String(repeating: "A: \(String(repeating: "b", count: 1000))\r\n", count: 70),
    "A: \(String(repeating: "b", count: 70_000))\r\n",
    "A: \(String(repeating: "b", count: 200_000))\r\n",
  ]) func aHeadWithoutEndIsRefused(headers: String) async throws {
    let server = try server(answering: "HTTP/1.1 200 OK\r\n\(headers)\r\n")
    defer { server.stop() }
    let error = await failure(try HTTPClient(), HTTPRequest(url: server.url()))
    #expect(error?.code == .tooLarge, "\(String(describing: error))")
  }

  @Test func informationalAnswersWithoutEndAreRefused() async throws {
    let server = try server(answering: String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 5000))
    defer { server.stop() }
    let error = await failure(try HTTPClient(), HTTPRequest(url: server.url()))
    #expect(error?.code == .tooLarge, "\(String(describing: error))")
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n0123456789x",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n6789x\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\n\r\n0123456789x",
  ]) func aBodyLargerThanAskedForIsRefused(text: String) async throws {
    let server = try server(answering: text)
    defer { server.stop() }
    let client = try HTTPClient()
    #expect(await failure(client, HTTPRequest(url: server.url(), largestBody: 10))?.code == .tooLarge)
    #expect(await failure(client, HTTPRequest(url: server.url(), largestBody: 0))?.code == .tooLarge)
    #expect(await failure(client, HTTPRequest(url: server.url(), largestBody: 11)) == nil)
    let answer = try await client.send(HTTPRequest(url: server.url()))
    let error = await #expect(throws: HTTPClientError.self) { try await answer.body.collect(upTo: 10) }
    #expect(error?.code == .tooLarge)
  }

  @Test func nobodyThere() async throws {
    let closed = ClosedPort()
    let client = try HTTPClient()
    let error = await failure(client, HTTPRequest(url: "http://127.0.0.1:\(closed.number)/?key=secret"))
    #expect(error?.code == .connect)
    #expect(error?.description.contains("secret") == false)
  }

  @Test func anUnknownName() async throws {
    let error = await failure(try HTTPClient(), HTTPRequest(url: "http://nowhere.invalid/"))
    #expect(error?.code == .dns)
    #expect(error?.requestMayHaveBeenSent == false)
    #expect(error?.curlCode == 6)
  }

  @Test func plainTextIsNoTLS() async throws {
    let server = try LoopbackServer { peer in
      peer.respond("hello")
      peer.waitForClose()
    }
    defer { server.stop() }
    let error = await failure(try HTTPClient(), HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
    #expect(error?.code == .tls)
    #expect(error?.requestMayHaveBeenSent == false)
  }

  @Test func anErrorTellsNoSecret() async throws {
    let server = try server(answering: "secret-in-answer\r\n\r\n")
    defer { server.stop() }
    let error = await failure(
      try HTTPClient(),
      HTTPRequest(
        method: "POST", url: server.url("/secret-in-path?secret"), headers: ["Authorization": "secret-in-header"],
        body: Array("secret-in-body".utf8)))
    let text = try #require(error).description
    #expect(!text.contains("secret"), "\(text)")
  }
}
