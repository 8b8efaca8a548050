import CallModel
import Testing

@testable import HTTPClient

private func refusal(_ request: HTTPRequest) -> HTTPClientError? {
  do throws(HTTPClientError) {
    _ = try PreparedRequest(request)
    return nil
  } catch {
    return error
  }
}

@Suite struct PreparedRequestTests {
  @Test(arguments: [
    "a\r\nX: y", "a\nb", "a\rb", "a\u{0}b", "a\u{7f}", "\r\n\r\nGET / HTTP/1.1",
  ]) func aValueCannotEndTheHeader(value: String) {
    let error = refusal(HTTPRequest(url: "http://h/", headers: ["X-Name": value]))
    #expect(error?.code == .badRequest)
    #expect(error?.message.contains(value) == false)
  }

  @Test(arguments: ["", "a b", "a:", "a\r\nb", "é", "a\u{0}"]) func aNameIsAToken(name: String) {
    #expect(
      refusal(HTTPRequest(url: "http://h/", headers: HTTPHeaders([.init(name: name, value: "x")])))?.code == .badRequest
    )
  }

  @Test(arguments: ["content-length", "Transfer-Encoding", "HOST", "Connection", "Expect", "Upgrade"])
  func whatFramesTheMessageIsOurs(name: String) {
    #expect(
      refusal(HTTPRequest(url: "http://h/", headers: HTTPHeaders([.init(name: name, value: "1")])))?.code == .badRequest
    )
  }

  @Test(arguments: ["", "CONNECT", "GET /", "GE\r\nT", String(repeating: "A", count: 33)])
  func theMethodIsAToken(method: String) {
    #expect(refusal(HTTPRequest(method: method, url: "http://h/"))?.code == .badRequest)
  }

  @Test(arguments: [
    "", "h", "/x", "ftp://h/", "file:///x", "http://", "http://h /", "http://h/a b", "http://h/\u{0}",
    "http://h/\r\nX:y", "http://h:99999/", "http://u:p@h/", "http://u@h/", "http://[::1/", "gopher://h",
    "http://h/" + String(repeating: "a", count: 16 << 10),
  ]) func theURLIsAbsoluteAndOfTheWeb(url: String) {
    let error = refusal(HTTPRequest(url: url))
    #expect(error?.code == .badRequest)
    #expect(error?.message.contains("u:p") != true)
  }

  @Test(arguments: ["http://h", "HTTPS://h:1/a?b#c", "http://[::1]:80/", "http://127.0.0.1/%0d%0a", "http://h/é"])
  func otherURLsPass(url: String) {
    #expect(refusal(HTTPRequest(url: url)) == nil)
  }

  @Test func ordinaryHeadersPass() {
    #expect(
      refusal(HTTPRequest(url: "http://h/", headers: ["x-a": "é\tb", "Authorization": "Bearer a.b=", "x": ""])) == nil)
  }

  @Test func limitsAreBroughtIntoBounds() throws {
    let wild = Deadlines(connect: -1, firstByte: 0, idle: .max, total: .min)
    let request = try PreparedRequest(
      HTTPRequest(url: "http://h/", deadlines: wild, largestBody: -1, largestRedirects: 99))
    #expect(
      request.deadlines
        == Deadlines(connect: .milliseconds(1), firstByte: .milliseconds(1), idle: .days(7), total: .milliseconds(1)))
    #expect(request.largestBody == 0)
    #expect(request.largestRedirects == 5)
  }
}
