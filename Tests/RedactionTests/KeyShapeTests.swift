import Redaction
import Testing

@Suite struct KeyShapeTests {
  static let run = "Ab3dEf7hIj1kLm5nOp9qRs2tUv6xYz0aBc4e"

  @Test(arguments: [
    "sk-\(run)", "sk-proj-\(run)_\(run)", "sk-ant-api03-\(run)-\(run)", "ghp_\(run)", "github_pat_\(run)",
    "xoxb-123456789012-1234567890123-abcdefABCDEF", "glpat-\(run)", "gsk_\(run)", "hf_\(run)", "sk_live_\(run)",
    "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "AIzaSyA1234567890abcdefghijklmnopqrstuv",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.\(run)", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0In0.",
    "assay_0123abcd_0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk012345",
    "-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBgkq\n-----END PRIVATE KEY-----",
    #"-----BEGIN RSA PRIVATE KEY-----\nMIIBVgIBADANBgkq\n-----END RSA PRIVATE KEY-----"#,
  ])
  func isFound(key: String) {
    for (before, after) in [("", ""), ("key=", " "), ("\"", "\""), (#"{"a":"\n"#, "\"}"), ("(", ")"), ("use ", ", ok")]
    {
      let text = before + key + after
      let parts = found(in: text, [.apiKey])
      #expect(parts.joined() == key, "\(text)")
    }
  }

  @Test func aBearerTokenIsCoveredWithoutItsWord() {
    #expect(masked("Authorization: Bearer abcdefghij0123456789.") == "Authorization: Bearer ********************.")
    #expect(
      masked("-H 'authorization: bearer abc/def+ghi=0123456789'") == "-H 'authorization: bearer **********************'"
    )
  }

  @Test func aKeyThatWasCutIsCoveredToTheEnd() {
    #expect(masked("a -----BEGIN PRIVATE KEY-----\nMII") == "a " + String(repeating: "*", count: 31))
    #expect(masked(#"{"k":"-----BEGIN PRIVATE KEY-----\nMII","n":"b"}"#).hasSuffix(#"","n":"b"}"#))
  }

  @Test(arguments: [
    "sk-learn-2024-estimator-names-are-long", "task-0123456789abcdefghij", "sk-short1",
    "bearer of bad news 123456789012",
    "Bearer internationalization", "Bearer ${TOKEN}", "AKIAIOSFODNN7EXAMPL", "AKIAIOSFODNN7EXAMPLES",
    "eyJhbGciOiJIUzI1NiJ9", "eyJ.eyJ.x", "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----", "4bf92f3577b34da6a3ce929d0e0e4736", "assay_tenant_name_that_is_quite_long_1",
    "snake_case_name_with_hf_inside_1234567890123456789012345",
  ])
  func isNotFound(text: String) {
    #expect(masked(text, [.apiKey]) == text)
  }
}
