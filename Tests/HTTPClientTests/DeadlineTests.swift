import CallModel
import Testing

@testable import HTTPClient

private let short = Deadlines(
  connect: .seconds(30), firstByte: .seconds(30), idle: .seconds(30), total: .seconds(30))

@Suite(.timeLimit(.minutes(1))) struct DeadlineTests {
  /// A server that says nothing never ends the handshake, which is part of connecting.
  @Test func connect() async throws {
    let server = try LoopbackServer { $0.waitForClose() }
    defer { server.stop() }
    var deadlines = short
    deadlines.connect = .milliseconds(50)
    let request = HTTPRequest(url: "https://127.0.0.1:\(server.port)/", deadlines: deadlines)
    let error = await failure(try HTTPClient(), request)
    #expect(error?.code == .timeout(.connect))
    #expect(error?.code.name == "http.timeout.connect")
    #expect(error?.requestMayHaveBeenSent == false)
  }

  @Test func firstByte() async throws {
    let server = try LoopbackServer { $0.waitForClose() }
    defer { server.stop() }
    var deadlines = short
    deadlines.firstByte = .milliseconds(50)
    let error = await failure(try HTTPClient(), HTTPRequest(url: server.url(), deadlines: deadlines))
    #expect(error?.code == .timeout(.firstByte))
    #expect(error?.requestMayHaveBeenSent == true)
  }

  @Test(arguments: ["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "HTTP/1.1 200 OK\r\nA: b\r\n"])
  func idle(text: String) async throws {
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.write(text)
      peer.waitForClose()
    }
    defer { server.stop() }
    var deadlines = short
    deadlines.idle = .milliseconds(50)
    let error = await failure(try HTTPClient(), HTTPRequest(url: server.url(), deadlines: deadlines))
    #expect(error?.code == .timeout(.idle))
  }

  /// The server sends without end, so that no other deadline passes.
  @Test func total() async throws {
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\n\r\n")
      while peer.write([UInt8](repeating: 7, count: 4096)) {}
    }
    defer { server.stop() }
    var deadlines = short
    deadlines.total = .milliseconds(150)
    let client = try HTTPClient()
    let answer = try await client.send(
      HTTPRequest(url: server.url(), deadlines: deadlines, largestBody: .max))
    let error = await #expect(throws: HTTPClientError.self) { for try await _ in answer.body {} }
    #expect(error?.code == .timeout(.total))
  }

  @Test func totalCountsWhileTheReaderLags() async throws {
    let closed = Post<Void>()
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\n\r\n")
      peer.write([UInt8](repeating: 7, count: 64 << 20))
      closed.send(())
    }
    defer { server.stop() }
    var deadlines = short
    deadlines.total = .milliseconds(150)
    let client = try HTTPClient()
    let answer = try await client.send(
      HTTPRequest(url: server.url(), deadlines: deadlines, largestBody: .max))
    await closed.next()
    let error = await #expect(throws: HTTPClientError.self) { for try await _ in answer.body {} }
    #expect(error?.code == .timeout(.total))
  }
}
