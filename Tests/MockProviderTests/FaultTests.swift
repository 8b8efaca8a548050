import HTTPClient
import JSON
import Testing

@testable import MockProvider

@Suite(.timeLimit(.minutes(1))) struct FaultTests {
  private static let text: JSON = "one two three four five six seven eight nine"

  @Test func aStreamIsCutAfterItsPieces() async throws {
    try await withProvider { provider in
      let body = question(["stream": true])
      let mock: JSON = ["text": Self.text, "cut_after": 2]
      let request = HTTPRequest(
        method: "POST", url: "http://127.0.0.1:\(provider.port)/v1/chat/completions",
        headers: ["Authorization": "Bearer k", "x-mock": mock.text()],
        body: Array(body.text().utf8))
      let answer = try await provider.client.send(request)
      var received: [UInt8] = []
      await #expect(throws: HTTPClientError.self) {
        for try await piece in answer.body { received += piece }
      }
      let text = String(decoding: received, as: UTF8.self)
      #expect(text.contains("four five six"))
      #expect(!text.contains("seven"))
      #expect(!text.contains("[DONE]"))
    }
  }

  @Test func aConnectionIsCutBeforeTheHead() async throws {
    try await withProvider { provider in
      await #expect(throws: HTTPClientError.self) {
        _ = try await provider.post("/v1/chat/completions", question(), mock: ["cut_after": 0])
      }
      // The provider lives on.
      let next = try await provider.post("/v1/chat/completions", question())
      #expect(next.status == 200)
    }
  }

  @Test func aStreamFailsInTheMiddle() async throws {
    let answer = try await withProvider {
      try await $0.post(
        "/v1/messages", question(["stream": true]), mock: ["text": Self.text, "status": 529, "fail_after": 1])
    }
    #expect(answer.status == 200)
    #expect(answer.events.last?.name == "error")
    #expect(answer.events.last?.json["error"]?["type"] == "overloaded_error")
    #expect(answer.events.filter { $0.name == "content_block_delta" }.count == 1)
  }

  @Test func delaysAreKept() async throws {
    try await withProvider { provider in
      let begun = ContinuousClock.now
      _ = try await provider.post(
        "/v1/chat/completions", question(["stream": true]),
        mock: ["text": Self.text, "delay_ms": 60, "chunk_delay_ms": 20])
      #expect(ContinuousClock.now - begun >= .milliseconds(120))
    }
  }
}
