import Testing

@testable import WebhookExporter

@Suite struct SecretTests {
  /// Computed with Python's hmac and base64.
  @Test(
    arguments: [
      ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
      ("a text of sixteen+ bytes", "v1,kYV7gJugXpfBwNz0VkFQtChOF6Cqi9sudOyLEEATkxI="),
    ])
  func signsAsTheStandardSays(secret: String, signature: String) throws {
    let found = try #require(Secret(secret)).signature(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: "1614265330", body: Array("{\"test\": 2432232314}".utf8))
    #expect(found == signature)
  }

  @Test(arguments: ["", "short", "whsec_", "whsec_???", "whsec_AAAA"])
  func refusesWhatIsNoSecret(text: String) {
    #expect(Secret(text) == nil)
  }

  /// RFC 4648, section 10.
  @Test(
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func base64IsTheUsualOne(plain: String, encoded: String) {
    #expect(base64(Array(plain.utf8)) == encoded)
    #expect(base64Decoded(encoded[...]) == Array(plain.utf8))
  }
}
