import Testing

@testable import HTTPClient

private func offer(_ buffer: inout BodyBuffer, _ bytes: [UInt8]) -> Bool {
  bytes.withUnsafeBytes { buffer.offer($0) }
}

private func take(_ buffer: inout BodyBuffer) -> String {
  switch buffer.take() {
  case .bytes(let bytes, let resumes): "\(bytes)\(resumes ? ", resumes" : "")"
  case .nothingYet: "nothing yet"
  case .end(let error): error.map(\.code.name) ?? "end"
  }
}

@Suite struct BodyBufferTests {
  @Test func fullItTakesNothingUntilItIsRead() {
    var buffer = BodyBuffer(capacity: 3)
    #expect(offer(&buffer, [1, 2]))
    #expect(offer(&buffer, [3, 4]))
    #expect(!offer(&buffer, [5]))
    #expect(buffer.isPaused)
    #expect(take(&buffer) == "[1, 2, 3, 4], resumes")
    #expect(take(&buffer) == "nothing yet")
    #expect(offer(&buffer, [5]))
    #expect(take(&buffer) == "[5]")
  }

  @Test func whatCameIsReadBeforeTheEnd() {
    var buffer = BodyBuffer(capacity: 1)
    #expect(offer(&buffer, [1]))
    #expect(!offer(&buffer, [2]))
    buffer.end(HTTPClientError(.closed, ""))
    buffer.end(nil)
    #expect(take(&buffer) == "[1]")
    #expect(take(&buffer) == "http.closed")
    #expect(take(&buffer) == "http.closed")
  }

  @Test func aCleanEndStays() {
    var buffer = BodyBuffer(capacity: 0)
    #expect(offer(&buffer, [1]))
    #expect(take(&buffer) == "[1]")
    buffer.end(nil)
    #expect(take(&buffer) == "end")
    #expect(take(&buffer) == "end")
  }

  @Test func whatIsDiscardedIsNotRead() {
    var buffer = BodyBuffer(capacity: 9)
    #expect(offer(&buffer, [1]))
    buffer.discard(.cancelled(requestMayHaveBeenSent: true))
    #expect(take(&buffer) == "http.cancelled")
  }
}
