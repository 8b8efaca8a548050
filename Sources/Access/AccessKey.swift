package import CallModel
internal import Crypto

/// A key as the service holds it: everything but its secret.
package struct AccessKey: Hashable, Sendable {
  /// Public; unique in its file.
  package let id: String
  /// What its owner calls it. Two keys may share a name while one replaces the other.
  package let name: String
  package let roles: Roles
  package let created: Nanoseconds
  /// Since when it is of no use; nil while it is.
  package var revoked: Nanoseconds?
  /// 16 random bytes.
  let salt: [UInt8]
  /// SHA-256 of the salt and the secret (FIPS 180-4).
  let hash: [UInt8]

  static let saltLength = 16

  /// The record of a new key.
  package init(
    of key: KeyText, name: String, roles: Roles, created: Nanoseconds, using random: inout some RandomNumberGenerator
  ) {
    let salt = (0..<Self.saltLength).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    self.init(
      id: key.id, name: name, roles: roles, created: created, revoked: nil, salt: salt,
      hash: Self.hash(key.secret, salt: salt))
  }

  init(
    id: String, name: String, roles: Roles, created: Nanoseconds, revoked: Nanoseconds?, salt: [UInt8], hash: [UInt8]
  ) {
    self.id = id
    self.name = name
    self.roles = roles
    self.created = created
    self.revoked = revoked
    self.salt = salt
    self.hash = hash
  }

  /// Whether a secret is this key's. Takes the same time whatever the two have in common.
  func holds(secret: String) -> Bool {
    let presented = Self.hash(secret, salt: salt)
    guard presented.count == hash.count else { return false }
    var difference: UInt8 = 0
    for place in presented.indices { difference |= presented[place] ^ hash[place] }
    return difference == 0
  }

  private static func hash(_ secret: String, salt: [UInt8]) -> [UInt8] {
    var digest = SHA256()
    salt.withUnsafeBytes { digest.update(bufferPointer: $0) }
    digest.update(secret)
    return Array(digest.finalize())
  }
}

extension AccessKey {
  /// Whether a text can be a key's name: 1 to 64 letters, digits, `-`, `_` and `.`, in ASCII.
  package static func isName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
      }
  }
}
