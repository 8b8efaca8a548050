import Access
import Foundation
import Testing

@Suite struct GatekeeperTests {
  let folder: TestFolder
  let ring: KeyRing
  let reader = key(1, "reader", .read)
  let operatorKey = key(2, "chief", .operate)
  let stranger = key(3, "stranger", .all)

  init() throws {
    folder = try TestFolder()
    ring = try AccessTests.ring(folder, [reader.record, operatorKey.record])
  }

  private func decide(
    _ authorization: String?, apiKey: String? = nil, certificate: String? = nil, _ wanted: Roles = .read,
    certificateRoles: Roles = .all
  ) -> AccessDecision {
    Gatekeeper(ring: ring, isOpenWithoutKeys: true, certificateRoles: certificateRoles).decide(
      Credentials(authorization: authorization, apiKey: apiKey, certificate: certificate), .anyOf(wanted))
  }

  @Test func aKeyIsTakenInEveryUsualPlace() {
    let basic = Data("prometheus:\(reader.text)".utf8).base64EncodedString()
    for authorization in ["Bearer \(reader.text)", "bearer  \(reader.text)", "Basic \(basic)", "BASIC \(basic)"] {
      #expect(decide(authorization) == .allowed("reader"), "\(authorization)")
    }
    #expect(decide(nil, apiKey: reader.text) == .allowed("reader"))
    #expect(decide("Bearer of-a-proxy", apiKey: reader.text) == .allowed("reader"))
  }

  @Test(arguments: [nil, "", "Bearer", "Bearer ", "Bearer x", "Basic !", "Basic eA==", "Digest x", "assay_"])
  func whatIsNoKeyIsNotLetIn(authorization: String?) {
    guard case .unauthenticated = decide(authorization) else {
      Issue.record("let in")
      return
    }
  }

  @Test func unknownAndWrongKeysHearTheSame() throws {
    let unknown = decide("Bearer \(stranger.text)")
    #expect(unknown == .unauthenticated("this key is not known here"))
    // The id of one key with the secret of another, and the right checksum.
    let id = try #require(KeyText(parsing: reader.text)).id
    let wrong = decide("Bearer \(forged(id: id, like: stranger.text))")
    #expect(wrong == unknown)
  }

  /// A key with an id of one's choice: the numbers that make the id, then others.
  private func forged(id: String, like other: String) -> String {
    let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
    var numbers = Replay(
      numbers: (id + other.dropFirst(15).prefix(52)).map { UInt64(digits.firstIndex(of: $0) ?? 0) })
    return KeyText(using: &numbers).text
  }

  @Test func aMistypedKeyIsToldApart() {
    let typo = reader.text.dropLast() + (reader.text.hasSuffix("0") ? "1" : "0")
    guard case .unauthenticated(let message) = decide("Bearer \(typo)") else {
      Issue.record("let in")
      return
    }
    #expect(message.contains("mistyped"))
    #expect(!message.contains(String(typo)))
  }

  @Test func rolesDecide() {
    #expect(decide("Bearer \(reader.text)", .operate) == .forbidden("the key 'reader' has read; this needs operate"))
    #expect(decide("Bearer \(reader.text)", [.read, .gateway]) == .allowed("reader"))
    #expect(decide("Bearer \(operatorKey.text)", .read) == .allowed("chief"))
    for wanted: Roles in [.ingest, .scrape, .gateway] {
      #expect(decide("Bearer \(operatorKey.text)", wanted) != .allowed("chief"))
    }
  }

  @Test func aRevokedKeyIsToldSo() throws {
    _ = try KeyFile.edit(at: folder.path + "/keys.json") { $0.revoke(reader.record.id, at: 1) }
    try ring.reload(from: folder.path + "/keys.json")
    #expect(decide("Bearer \(reader.text)") == .unauthenticated("the key 'reader' was revoked"))
    #expect(decide("Bearer \(reader.text)", certificate: "host") == .unauthenticated("the key 'reader' was revoked"))
  }

  @Test func aCertificateDoes() {
    #expect(decide(nil, certificate: "host.example") == .allowed("certificate:host.example"))
    #expect(decide("Bearer of-a-proxy", certificate: "host.example") == .allowed("certificate:host.example"))
    #expect(
      decide(nil, certificate: "host", .read, certificateRoles: [.ingest, .scrape])
        == .forbidden("a client certificate has ingest, scrape; this needs read"))
    #expect(decide("Bearer \(reader.text)", certificate: "host", .operate) != .allowed("certificate:host"))
  }

  @Test func withoutKeysOnlyLoopbackIsOpen() {
    let nothing = Credentials(authorization: "Bearer \(stranger.text)", apiKey: nil)
    let open = Gatekeeper(ring: KeyRing(), isOpenWithoutKeys: true)
    #expect(open.decide(nothing, .anyOf(.operate)) == .allowed(nil))
    let closed = Gatekeeper(ring: KeyRing(), isOpenWithoutKeys: false)
    #expect(closed.decide(nothing, .anyOf(.ingest)) == .unauthenticated("this key is not known here"))
    #expect(closed.decide(nothing, .nothing) == .allowed(nil))
  }
}

/// Gives numbers back in turn.
private struct Replay: RandomNumberGenerator {
  var numbers: [UInt64]

  mutating func next() -> UInt64 { numbers.isEmpty ? 0 : numbers.removeFirst() }
}
