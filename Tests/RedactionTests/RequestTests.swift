import OTLP
import Redaction
import Testing

@Suite struct RequestTests {
  static let address = "john@example.com"
  static let stars = "****************"

  @Test func everyTextOfASpanIsMasked() {
    func request(_ value: String) -> [UInt8] {
      let nested = message(6, message(1, text(1, Self.address) + message(2, message(5, message(1, text(1, value))))))
      let span =
        message(1, Array(Self.address.utf8)) + text(3, Self.address) + text(5, value)
        + message(9, attribute(Self.address, value)) + message(9, text(1, "deep") + message(2, nested))
        + message(9, text(1, "raw") + message(2, message(7, Array(Self.address.utf8))))
        + message(11, text(2, Self.address) + message(3, attribute("k", value)))
        + message(13, message(4, attribute("k", value))) + message(15, text(2, value))
      let resource = message(1, message(1, attribute("user.id", value)))
      let scope = message(1, text(1, Self.address) + message(3, attribute("k", value)))
      return message(1, resource + message(2, scope + message(2, span) + text(3, Self.address)) + text(3, Self.address))
    }
    var masked = request(Self.address)
    let count = Redactor(rules: [.email]).mask(&masked, .traces)
    #expect(masked == request(Self.stars))
    #expect(count.email == 8)
    #expect(count.isComplete)
  }

  @Test func everyTextOfALogIsMasked() {
    func request(_ value: String) -> [UInt8] {
      let record =
        text(3, Self.address) + message(5, text(1, value)) + message(6, attribute(Self.address, value))
        + text(12, Self.address)
      let scope = message(1, text(1, Self.address) + message(3, attribute("k", value)))
      return message(1, message(1, message(1, attribute("k", value))) + message(2, scope + message(2, record)))
    }
    var masked = request(Self.address)
    let count = Redactor(rules: [.email]).mask(&masked, .logs)
    #expect(masked == request(Self.stars))
    #expect(count.email == 4)
    #expect(count.isComplete)
  }

  @Test func withoutRulesNothingIsRead() {
    var request: [UInt8] = [0xFF, 0xFF]
    #expect(Redactor(rules: []).mask(&request, .traces) == RedactionCount())
    #expect(Redactor(rules: []).isEmpty)
  }

  @Test func neighboursOfAFaultAreStillMasked() {
    let broken = message(9, attribute("k", Self.address) + [0x0A, 0x7F])
    var request = spanRequest(broken + message(9, attribute("k", Self.address)))
    let count = Redactor(rules: [.email]).mask(&request, .traces)
    #expect(texts(in: request) == [Self.stars, Self.stars])
    #expect(count.email == 2)
    #expect(!count.isComplete)
  }

  @Test func nestingIsBounded() {
    var value = text(1, Self.address)
    for _ in 0..<2_000 { value = message(5, message(1, value)) }
    var request = spanRequest(message(9, text(1, "k") + message(2, value)))
    let before = request
    let count = Redactor(rules: [.email]).mask(&request, .traces)
    #expect(!count.isComplete)
    #expect(request == before)
  }

  /// Whatever the bytes, the walk ends, and neither adds nor removes one.
  @Test func brokenRequestsDoNoHarm() {
    let whole = spanRequest(attributes: [Self.address, "+14155550100", #"{"c":4111111111111111}"#])
    let redactor = Redactor(rules: RedactionRule.words)
    for place in whole.indices {
      for byte: UInt8 in [0, 0x0A, 0x7F, 0x80, 0xFF] {
        var broken = whole
        broken[place] = byte
        _ = redactor.mask(&broken, .traces)
        #expect(broken.count == whole.count)
      }
      var cut = Array(whole[..<place])
      _ = redactor.mask(&cut, .logs)
      #expect(cut.count == place)
    }
  }

  @Test func idsStay() {
    let content =
      #"{"id":"chatcmpl-AbC123","trace":"4bf92f3577b34da6a3ce929d0e0e4736","u":"123e4567-e89b-12d3-a456-426614174000","#
      + #""created":1795524198,"nanos":1795524198000000000,"usage":{"prompt_tokens":1024},"v":"1.2.3","at":"2026-05-01T10:11:12.131415Z"}"#
    #expect(masked(content) == content)
  }

  /// Long texts of what the shapes look at take time in proportion.
  @Test(arguments: [
    "@", "a@", "1 ", "11-", "+1", "(1", "sk-", "eyJ", "eyJaaaaaaaa.", "Bearer a", "\\", "\\u0040", "-----BEGIN ",
    "-----BEGIN PRIVATE KEY-----\"", "A", "a@b.", "%40", "'a", "0", "é",
  ])
  func repetitionsEnd(unit: String) {
    let long = String(repeating: unit, count: 200_000 / unit.utf8.count)
    #expect(masked(long).utf8.count == long.utf8.count)
  }
}
