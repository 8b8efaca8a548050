internal import Crypto

/// A key as its owner holds it: `assay_<id>_<secret>`.
///
/// The id is public: lists and audits show it. The secret is 256 random bits, and ends with a
/// checksum that tells a mistyped key from an unknown one. Both are written in Crockford's
/// base 32, which has no letters that are easily confused.
package struct KeyText: Sendable {
  package let id: String
  /// What is hashed: the random bits as they are written, without the checksum.
  package let secret: String

  /// How many characters an id has: 40 bits.
  static let idLength = 8
  /// How many characters 256 bits take.
  static let secretLength = 52
  /// 30 bits: one mistyped key in a thousand million goes for a real one, and is unknown then.
  static let checksumLength = 6
  /// What every key begins with.
  package static let prefix = "assay_"

  /// A new key from a source of randomness that nobody can foresee.
  package init(using random: inout some RandomNumberGenerator) {
    id = base32((0..<Self.idLength).map { _ in random.next() })
    secret = base32((0..<Self.secretLength).map { _ in random.next() })
  }

  /// Nil if the text is no key, or one that was mistyped or cut.
  package init?(parsing text: some StringProtocol) {
    let idLength = Self.idLength
    let length = Self.prefix.utf8.count + idLength + 1 + Self.secretLength + Self.checksumLength
    guard text.utf8.count == length, text.hasPrefix(Self.prefix) else { return nil }
    let rest = Array(text.utf8.dropFirst(Self.prefix.utf8.count))
    guard rest[idLength] == UInt8(ascii: "_") else { return nil }
    let id = rest[..<idLength]
    let secret = rest[(idLength + 1)...].prefix(Self.secretLength)
    guard isBase32(id), isBase32(secret) else { return nil }
    self.id = String(decoding: id, as: UTF8.self)
    self.secret = String(decoding: secret, as: UTF8.self)
    guard rest.suffix(Self.checksumLength).elementsEqual(Self.checksum(self.id, self.secret).utf8) else { return nil }
  }

  /// The whole key. Show it once, to its owner.
  package var text: String { "\(Self.prefix)\(id)_\(secret)\(Self.checksum(id, secret))" }

  private static func checksum(_ id: String, _ secret: String) -> String {
    var digest = SHA256()
    for part in [prefix, id, "_", secret] { digest.update(part) }
    return base32(digest.finalize().prefix(checksumLength).map { UInt64($0) })
  }
}

private let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

/// One character for the lowest five bits of each number.
private func base32(_ numbers: [UInt64]) -> String {
  String(decoding: numbers.map { digits[Int($0 & 31)] }, as: UTF8.self)
}

private func isBase32(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy(digits.contains) }

extension SHA256 {
  mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }
}
