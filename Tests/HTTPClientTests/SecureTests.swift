import Testing

@testable import HTTPClient

@Suite(.serialized, .enabled(if: SecureServer.isAvailable, "needs node and openssl"), .timeLimit(.minutes(1)))
struct SecureTests {
  private func trusting(_ server: SecureServer) throws -> HTTPClient {
    var options = HTTPClientOptions()
    options.authorities = server.authorities
    return try HTTPClient(options)
  }

  @Test func aConnectionOfHTTP2IsUsedAgain() async throws {
    let server = try SecureServer()
    let client = try trusting(server)
    for number in 0..<20 {
      #expect(try await client.text(HTTPRequest(url: server.url("/\(number)"))) == "2.0 /\(number)")
    }
    let answer = try await client.send(HTTPRequest(url: server.url("/connections")))
    #expect(answer.version == "2")
    #expect(try await answer.body.collect(upTo: 10) == Array("1".utf8))
  }

  @Test func manyAtOnceAreAnsweredOverHTTP2() async throws {
    let server = try SecureServer()
    let client = try trusting(server)
    let answered = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<50 {
        let request = HTTPRequest(url: server.url("/\(number)"))
        group.addTask { (try? await client.text(request)) == "2.0 /\(number)" }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(answered == 50)
  }

  @Test func whoCannotBeVerifiedIsToldNothing() async throws {
    let server = try SecureServer()
    let stranger = await failure(try HTTPClient(), HTTPRequest(url: server.url()))
    #expect(stranger?.code == .tls)
    #expect(stranger?.requestMayHaveBeenSent == false)
    // The certificate names another host.
    let other = await failure(try trusting(server), HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
    #expect(other?.code == .tls)
    #expect(other?.requestMayHaveBeenSent == false)
  }

  @Test func aDroppedBodyEndsItsStream() async throws {
    let server = try SecureServer()
    let client = try trusting(server)
    var answer: HTTPResponse? = try await client.send(HTTPRequest(url: server.url("/stall")))
    #expect(answer?.status == 200)
    answer = nil
    #expect(try await client.text(HTTPRequest(url: server.url("/aborts"))) == "aborted")
  }

  @Test func aSlowReaderHoldsNobodyElseUp() async throws {
    let server = try SecureServer()
    let client = try trusting(server)
    let slow = try await client.send(HTTPRequest(url: server.url("/long"), largestBody: 64 << 20))
    for number in 0..<20 {
      #expect(try await client.text(HTTPRequest(url: server.url("/\(number)"))) == "2.0 /\(number)")
    }
    var size = 0
    for try await piece in slow.body { size += piece.count }
    #expect(size == 64 << 20)
  }
}
