import Testing

@testable import HTTPClient

/// `/n` redirects to `/n-1`, `/0` answers with the request's line and body.
private func countdown(_ peer: Peer) {
  while let request = peer.request() {
    let path = request.line.split(separator: " ")[1]
    if let left = Int(path.dropFirst()), left > 0 {
      peer.respond("moved", status: "302 Found", headers: "Location: \(left - 1)\r\n")
    } else {
      peer.respond(request.line + "\n" + String(decoding: request.body, as: UTF8.self))
    }
  }
}

@Suite(.timeLimit(.minutes(1))) struct RedirectSendTests {
  @Test func withinTheHostTheyAreFollowedOnOneConnection() async throws {
    let server = try LoopbackServer(countdown)
    defer { server.stop() }
    let client = try HTTPClient()
    let text = try await client.text(HTTPRequest(method: "POST", url: server.url("/5"), body: [1]))
    #expect(text == "GET /0 HTTP/1.1\n")
    #expect(server.accepts == 1)
    let error = await failure(client, HTTPRequest(url: server.url("/6")))
    #expect(error?.code == .redirect)
  }

  @Test func aRedirectCanBeTheAnswer() async throws {
    let server = try LoopbackServer(countdown)
    defer { server.stop() }
    let client = try HTTPClient()
    let answer = try await client.send(HTTPRequest(url: server.url("/1"), largestRedirects: 0))
    #expect(answer.status == 302)
    #expect(answer.headers["location"] == "0")
  }

  @Test func toAnotherHostTheyAreRefused() async throws {
    let other = try LoopbackServer(countdown)
    defer { other.stop() }
    let elsewhere = other.url("/0?secret")
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.respond("", status: "307 Temporary Redirect", headers: "Location: \(elsewhere)\r\n")
    }
    defer { server.stop() }
    let error = await failure(try HTTPClient(), HTTPRequest(url: server.url(), headers: ["Authorization": "x"]))
    #expect(error?.code == .redirect)
    #expect(error?.message.contains("secret") == false)
    #expect(other.accepts == 0)
  }

  @Test func aRedirectWithAnEndlessBodyIsFollowed() async throws {
    let server = try LoopbackServer { peer in
      guard let request = peer.request() else { return }
      if request.line.hasPrefix("GET /0") { return peer.respond("there") }
      peer.write("HTTP/1.1 302 Found\r\nLocation: /0\r\n\r\n")
      while peer.write([UInt8](repeating: 7, count: 4096)) {}
    }
    defer { server.stop() }
    #expect(try await HTTPClient().text(HTTPRequest(url: server.url("/1"))) == "there")
  }
}
