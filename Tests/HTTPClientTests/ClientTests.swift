import Synchronization
import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(1))) struct ClientTests {
  @Test func shutdownEndsWhatIsInFlight() async throws {
    let asked = Post<Void>()
    let closed = Post<Void>()
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
      asked.send(())
      peer.waitForClose()
      closed.send(())
    }
    defer { server.stop() }
    let client = try HTTPClient()
    let codes = await withTaskGroup(of: HTTPClientError.Code?.self) { group in
      for _ in 0..<10 { group.addTask { await failure(client, HTTPRequest(url: server.url()))?.code } }
      for _ in 0..<10 { await asked.next() }
      client.shutdown()
      client.shutdown()
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(codes == Array(repeating: .shutDown, count: 10))
    for _ in 0..<10 { await closed.next() }
    let later = await failure(client, HTTPRequest(url: server.url()))
    #expect(later?.code == .shutDown)
    #expect(later?.requestMayHaveBeenSent == false)
  }

  @Test func aDroppedClientClosesItsIdleConnections() async throws {
    let closed = Post<Void>()
    let server = try LoopbackServer { peer in
      _ = peer.request()
      peer.respond("")
      peer.waitForClose()
      closed.send(())
    }
    defer { server.stop() }
    var client: HTTPClient? = try HTTPClient()
    let answer = try await client?.send(HTTPRequest(url: server.url()))
    client = nil
    await closed.next()
    #expect(answer?.status == 200)
  }

  @Test func oneTooManyIsRefused() async throws {
    let asked = Post<Void>()
    let server = try LoopbackServer { peer in
      _ = peer.request()
      asked.send(())
      peer.waitForClose()
    }
    defer { server.stop() }
    var options = HTTPClientOptions()
    options.largestInFlight = 2
    let client = try HTTPClient(options)
    let tasks = (0..<2).map { _ in Task { await failure(client, HTTPRequest(url: server.url())) } }
    for _ in 0..<2 { await asked.next() }
    let error = await failure(client, HTTPRequest(url: server.url()))
    #expect(error?.code == .queueFull)
    #expect(error?.requestMayHaveBeenSent == false)
    client.shutdown()
    for task in tasks { #expect(await task.value?.code == .shutDown) }
  }

  @Test func whatHasEndedMakesRoom() async throws {
    let server = try LoopbackServer { peer in
      while peer.request() != nil { peer.respond("") }
    }
    defer { server.stop() }
    var options = HTTPClientOptions()
    options.largestInFlight = 1
    let client = try HTTPClient(options)
    for _ in 0..<20 { #expect(await failure(client, HTTPRequest(url: server.url())) == nil) }
    for _ in 0..<3 { #expect(await failure(client, HTTPRequest(url: "http://nowhere.invalid/"))?.code == .dns) }
  }

  /// More hanging requests than the pool has threads; another task still runs.
  @Test func hangingRequestsLeaveThePoolFree() async throws {
    let asked = Post<Void>()
    let server = try LoopbackServer { peer in
      _ = peer.request()
      asked.send(())
      peer.waitForClose()
    }
    defer { server.stop() }
    let client = try HTTPClient()
    let tasks = (0..<64).map { _ in Task { await failure(client, HTTPRequest(url: server.url())) } }
    for _ in 0..<64 { await asked.next() }
    let turns = await Task.detached { () -> Int in
      var turns = 0
      for _ in 0..<1000 {
        await Task.yield()
        turns += 1
      }
      return turns
    }.value
    #expect(turns == 1000)
    for task in tasks { task.cancel() }
    for task in tasks { #expect(await task.value?.code == .cancelled) }
  }

  @Test(arguments: ["ftp://127.0.0.1", "127.0.0.1:1", "http://", "http://a b", "http://a\u{0}b"])
  func aBadProxyIsRefused(url: String) throws {
    var options = HTTPClientOptions()
    options.proxy = .url(url)
    let error = #expect(throws: HTTPClientError.self) { try HTTPClient(options) }
    #expect(error?.code == .badOptions)
  }

  @Test func aMissingFileOfAuthoritiesIsRefused() throws {
    var options = HTTPClientOptions()
    options.authorities = "/nowhere/ca.pem"
    let error = #expect(throws: HTTPClientError.self) { try HTTPClient(options) }
    #expect(error?.code == .badOptions)
  }
}
