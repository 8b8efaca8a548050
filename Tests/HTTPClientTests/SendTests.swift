import Testing

@testable import HTTPClient

/// Answers every request with what it got.
private func echo(_ peer: Peer) {
  while let request = peer.request() {
    peer.respond(
      ([request.line] + request.headers + [String(decoding: request.body, as: UTF8.self)]).joined(separator: "\n"),
      headers: "X-Twice: one\r\nx-twice: two\r\n")
  }
}

@Suite(.timeLimit(.minutes(1))) struct SendTests {
  @Test func aGetIsAnswered() async throws {
    let server = try LoopbackServer(echo)
    defer { server.stop() }
    let client = try HTTPClient()
    let answer = try await client.send(
      HTTPRequest(url: server.url("/a?b=c#d"), headers: ["Authorization": "Bearer x", "X-Empty": ""]))
    #expect(answer.status == 200)
    #expect(answer.version == "1.1")
    #expect(answer.headers["CONTENT-length"] != nil)
    #expect(answer.headers.values("X-TWICE") == ["one", "two"])
    let lines = String(decoding: try await answer.body.collect(upTo: 4096), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    #expect(lines.first == "GET /a?b=c HTTP/1.1")
    #expect(lines.contains("Authorization: Bearer x"))
    #expect(lines.contains("X-Empty:"))
    #expect(lines.contains("Host: 127.0.0.1:\(server.port)"))
    #expect(!lines.contains { $0.hasPrefix("Content-") })
  }

  @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "GET"]) func aBodyIsSent(method: String) async throws {
    let server = try LoopbackServer(echo)
    defer { server.stop() }
    let client = try HTTPClient()
    let text = try await client.text(
      HTTPRequest(
        method: method, url: server.url(), headers: ["Content-Type": "application/json"], body: Array("{\"a\":1}".utf8))
    )
    #expect(text.hasPrefix("\(method) / HTTP/1.1\n"))
    #expect(text.contains("\nContent-Type: application/json\n"))
    #expect(text.contains("\nContent-Length: 7\n"))
    #expect(!text.contains("Expect"))
    #expect(text.hasSuffix("\n{\"a\":1}"))
  }

  @Test func aLargeBodyArrivesWhole() async throws {
    let lengths = Post<[UInt8]>()
    let server = try LoopbackServer { peer in
      lengths.send(peer.request()?.body ?? [])
      peer.respond("")
    }
    defer { server.stop() }
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let client = try HTTPClient()
    _ = try await client.text(HTTPRequest(method: "POST", url: server.url(), body: body))
    #expect(await lengths.next() == body)
  }

  @Test func aPostWithoutABodySaysSo() async throws {
    let server = try LoopbackServer(echo)
    defer { server.stop() }
    let client = try HTTPClient()
    let text = try await client.text(HTTPRequest(method: "POST", url: server.url()))
    #expect(text.contains("\nContent-Length: 0\n"))
    #expect(!text.contains("Content-Type"))
  }

  @Test func aHeadHasNoBody() async throws {
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
      peer.waitForClose()
    }
    defer { server.stop() }
    let client = try HTTPClient()
    let answer = try await client.send(HTTPRequest(method: "HEAD", url: server.url()))
    #expect(try await answer.body.collect(upTo: 0).isEmpty)
  }

  @Test func aFailingStatusIsAnAnswer() async throws {
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
      peer.respond("later", status: "503 Service Unavailable", headers: "Retry-After: 7\r\n")
    }
    defer { server.stop() }
    let client = try HTTPClient()
    let answer = try await client.send(HTTPRequest(url: server.url()))
    #expect(answer.status == 503)
    #expect(answer.headers.fields.map(\.name) == ["Content-Length", "Retry-After"])
    #expect(try await answer.body.collect(upTo: 5) == Array("later".utf8))
  }

  @Test func aConnectionIsUsedAgain() async throws {
    let server = try LoopbackServer(echo)
    defer { server.stop() }
    let client = try HTTPClient()
    for _ in 0..<20 { _ = try await client.text(HTTPRequest(url: server.url())) }
    #expect(server.accepts == 1)
  }

  @Test func twoHundredAtOnce() async throws {
    let server = try LoopbackServer(echo)
    defer { server.stop() }
    let client = try HTTPClient()
    let answered = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<200 {
        group.addTask {
          let text = try? await client.text(HTTPRequest(url: server.url("/\(number)")))
          return text?.hasPrefix("GET /\(number) HTTP/1.1\n") ?? false
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(answered == 200)
    #expect(server.accepts <= 200)
  }

  @Test func connectionsToAHostAreBounded() async throws {
    let server = try LoopbackServer(echo)
    defer { server.stop() }
    var options = HTTPClientOptions()
    options.connectionsPerHost = 3
    let client = try HTTPClient(options)
    let answered = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<50 { group.addTask { await failure(client, HTTPRequest(url: server.url())) == nil } }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(answered == 50)
    #expect(server.accepts <= 3)
  }

  @Test func aProxyIsAskedForTheWholeURL() async throws {
    let proxy = try LoopbackServer(echo)
    defer { proxy.stop() }
    var options = HTTPClientOptions()
    options.proxy = .url(proxy.url(""))
    let client = try HTTPClient(options)
    let text = try await client.text(HTTPRequest(url: "http://nowhere.invalid/x"))
    #expect(text.hasPrefix("GET http://nowhere.invalid/x HTTP/1.1\n"))
  }

  @Test func aProxyThatRefusesIsNamed() async throws {
    let proxy = try LoopbackServer { peer in
      _ = peer.request()
      peer.respond("", status: "403 Forbidden")
    }
    defer { proxy.stop() }
    var options = HTTPClientOptions()
    options.proxy = .url(proxy.url(""))
    let error = await failure(try HTTPClient(options), HTTPRequest(url: "https://nowhere.invalid/x"))
    #expect(error?.code == .proxy)
    #expect(error?.requestMayHaveBeenSent == false)
  }
}
