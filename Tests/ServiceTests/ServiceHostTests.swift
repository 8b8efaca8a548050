import CallModel
import HTTPClient
import Logging
import PluginKit
import Testing

@testable import Service

@Suite struct ServiceHostTests {
  private func host() -> ServiceHost {
    ServiceHost(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, options: HTTPClientOptions())
  }

  @Test func requestsReachTheNetworkAndAnswersComeWhole() async throws {
    let server = try TinyServer(
      "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
    let response = try await host().http(
      HostRequest(
        url: "http://127.0.0.1:\(server.port)/v1/logs?a=b", headers: [HostHeader("X-Token", "t")],
        body: Array("body".utf8)))
    #expect(response.status == 503)
    #expect(response.body == Array("hello".utf8))
    #expect(response.retryAfter(now: 0) == .seconds(7))
    let request = try #require(server.seen.first)
    #expect(request.hasPrefix("POST /v1/logs?a=b HTTP/1.1\r\n"))
    #expect(request.contains("X-Token: t\r\n"))
    #expect(request.hasSuffix("\r\n\r\nbody"))
  }

  @Test func redirectsAreHandedOver() async throws {
    let server = try TinyServer(
      "HTTP/1.1 307 Go\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    let response = try await host().http(HostRequest(url: "http://127.0.0.1:\(server.port)/"))
    #expect(response.status == 307)
    #expect(server.seen.count == 1)
  }

  @Test func answersAreBounded() async throws {
    let server = try TinyServer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
    let error = await #expect(throws: HostError.self) {
      try await host().http(HostRequest(url: "http://127.0.0.1:\(server.port)/", largestBody: 4))
    }
    #expect(error?.isTransient == false)
  }

  @Test func whatIsDownOrSlowMayPassAndIsNamedWithoutTheURL() async throws {
    let slow = try TinyServer("")
    // Port 9 of this machine, discard, has nobody behind it.
    for port in [9, slow.port] {
      let error = await #expect(throws: HostError.self) {
        try await host().http(
          HostRequest(
            url: "http://127.0.0.1:\(port)/secret-path", headers: [HostHeader("Authorization", "secret-token")],
            deadline: .milliseconds(200)))
      }
      #expect(error?.isTransient == true)
      #expect(error?.description.contains("secret") == false)
      #expect(error?.description.hasPrefix("http.") == true)
    }
  }

  @Test func aRequestThatCannotBeSentWillNotPass() async throws {
    let error = await #expect(throws: HostError.self) { try await host().http(HostRequest(url: "file:///etc/passwd")) }
    #expect(error?.isTransient == false)
  }

  @Test func aCancelledRequestEnds() async throws {
    let slow = try TinyServer("")
    let host = host()
    let task = Task { try await host.http(HostRequest(url: "http://127.0.0.1:\(slow.port)/", deadline: .hours(1))) }
    while slow.seen.isEmpty { await Task.yield() }
    task.cancel()
    await #expect(throws: HostError.self) { try await task.value }
  }

  @Test func startedIsTheSameForAllHosts() {
    let first = host().started()
    #expect(first == host().started())
    #expect(first <= host().now())
  }
}
