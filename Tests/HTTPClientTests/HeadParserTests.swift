import Testing

@testable import HTTPClient

/// The last step after these lines.
private func read(_ lines: String...) -> HeadParser.Step {
  var parser = HeadParser()
  var step = HeadParser.Step.more
  for line in lines { step = Array((line + "\r\n").utf8).withUnsafeBytes { parser.read($0) } }
  return step
}

@Suite struct HeadParserTests {
  @Test func aHeadIsRead() {
    let head = ResponseHead(
      status: 204, version: "1.1", headers: HTTPHeaders([.init(name: "A", value: "b c"), .init(name: "a", value: "")]))
    #expect(read("HTTP/1.1 204 No Content", "A: \t b c \t", "a:", "") == .complete(head))
    #expect(read("HTTP/1.1 204", "A: b", " c", "a:", "") == .complete(head))
    #expect(read("HTTP/2 200", "") == .complete(ResponseHead(status: 200, version: "2", headers: [:])))
  }

  @Test func informationalHeadsArePassedOver() {
    #expect(read("HTTP/1.1 100 Continue", "A: b", "") == .more)
    let head = ResponseHead(status: 200, version: "1.1", headers: [:])
    #expect(read("HTTP/1.1 103 Early Hints", "A: b", "", "HTTP/1.1 200 OK", "") == .complete(head))
  }

  @Test func trailersAreDropped() {
    #expect(read("HTTP/1.1 200 OK", "", "A: b", "") == .more)
  }

  @Test(arguments: [
    "", "200", "HTTP/1.1", "HTTP/1.1 20", "HTTP/1.1 2000", "HTTP/1.1 -20", "HTTP/1.1 099", "ICY 200 OK",
  ])
  func whatIsNoStatusLineIsRefused(line: String) {
    guard case .malformed = read(line) else {
      Issue.record("\(line) was taken")
      return
    }
  }

  @Test(arguments: [":b", "b"]) func aHeaderWithoutANameIsRefused(line: String) {
    guard case .malformed = read("HTTP/1.1 200 OK", line) else {
      Issue.record("\(line) was taken")
      return
    }
  }

  @Test func sixtyFourKibibytesAreTheMost() {
    var parser = HeadParser()
    let line = Array("A: \(String(repeating: "b", count: 1019))\r\n".utf8)
    _ = Array("HTTP/1.1 200 OK\r\n".utf8).withUnsafeBytes { parser.read($0) }
    for _ in 0..<63 { #expect(line.withUnsafeBytes { parser.read($0) } == .more) }
    #expect(line.withUnsafeBytes { parser.read($0) } == .tooLarge)
  }
}
