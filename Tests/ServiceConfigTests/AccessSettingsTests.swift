import Access
import Redaction
import ServiceConfig
import Testing

@Suite struct AccessSettingsTests {
  private func load(_ text: String, keys: KeyFile? = nil, needsKeys: Bool = true) -> LoadedConfiguration {
    var context = context(files: keys.map { ["data/keys.json": $0.bytes] } ?? [:])
    context.needsKeys = needsKeys
    return loadConfiguration(text, file: "a.yaml", in: context)
  }

  /// A file with one key.
  private func keys(revoked: Bool) -> KeyFile {
    var random = SystemRandomNumberGenerator()
    let key = AccessKey(of: KeyText(using: &random), name: "a", roles: .ingest, created: 0, using: &random)
    var file = KeyFile()
    _ = file.add(key)
    if revoked { _ = file.revoke(key.id, at: 1) }
    return file
  }

  @Test func defaults() throws {
    let configuration = try #require(load("").configuration)
    #expect(configuration.listen.http.description == "127.0.0.1:4318")
    #expect(configuration.listen.grpc?.description == "127.0.0.1:4317")
    #expect(configuration.listen.tls == nil)
    #expect(configuration.access.keys == "data/keys.json")
    #expect(configuration.access.mtls == .all)
    #expect(configuration.content.keep == .all)
    #expect(configuration.content.redact.isEmpty)
  }

  @Test func whatIsWrittenIsTaken() throws {
    let configuration = try #require(load(try Fixtures.text("good/content.yaml")).configuration)
    #expect(configuration.listen.grpc == nil)
    #expect(configuration.access.keys == "/etc/assay/keys.json")
    #expect(configuration.access.mtls == [.ingest, .scrape])
    #expect(configuration.content.keep == .all)
    #expect(configuration.content.redact.map(\.name) == ["email", "phone", "credit_card", "api_key", "pattern"])
    #expect(Redactor(rules: configuration.content.redact).mask("CUST-12345678").text == "*************")
  }

  @Test func beyondLoopbackOneGoodKeyIsNeeded() {
    let text = "listen: { http: 0.0.0.0:4318, grpc: off }"
    #expect(load(text).configuration == nil)
    #expect(load(text, keys: KeyFile()).configuration == nil)
    #expect(load(text, keys: keys(revoked: true)).configuration == nil)
    #expect(load(text, keys: keys(revoked: false)).configuration != nil)
    #expect(load(text, needsKeys: false).configuration != nil)
  }
}
