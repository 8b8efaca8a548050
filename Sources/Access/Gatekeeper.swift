/// Whether somebody may do something.
package enum AccessDecision: Hashable, Sendable {
  /// Yes; with the name for the audit: a key's, `certificate:` and a certificate's, or nil where
  /// nothing had to be shown.
  case allowed(String?)
  /// Nothing was shown, or nothing that is good (401, gRPC UNAUTHENTICATED).
  case unauthenticated(String)
  /// Something good was shown, which is not enough (403, gRPC PERMISSION_DENIED).
  case forbidden(String)
}

/// Decides at one listener who may do what.
///
/// A key that is shown decides alone, even if a certificate would allow more: who sends a revoked
/// key is told so.
package struct Gatekeeper: Sendable {
  /// The header `WWW-Authenticate` of a 401; by `Basic` a browser asks for the key.
  package static let challenge = "Bearer realm=\"assay\", Basic realm=\"assay\", charset=\"UTF-8\""

  private let ring: KeyRing
  private let isOpenWithoutKeys: Bool
  private let certificateRoles: Roles

  /// - Parameters:
  ///   - isOpenWithoutKeys: Whether everything is allowed until there is a key: true only where
  ///     the listener is on loopback and asks for no certificates.
  ///   - certificateRoles: What a verified client certificate may do.
  package init(ring: KeyRing, isOpenWithoutKeys: Bool, certificateRoles: Roles = .all) {
    self.ring = ring
    self.isOpenWithoutKeys = isOpenWithoutKeys
    self.certificateRoles = certificateRoles
  }

  package func decide(_ credentials: Credentials, _ requirement: AccessPolicy.Requirement) -> AccessDecision {
    guard case .anyOf(let wanted) = requirement else { return .allowed(nil) }
    // What a client sends by habit for another service is not looked at.
    if isOpenWithoutKeys && !ring.everHeldKeys { return .allowed(nil) }

    if let text = credentials.presented, credentials.certificate == nil || text.hasPrefix(KeyText.prefix) {
      guard let key = KeyText(parsing: text) else {
        return .unauthenticated(
          "what was sent is no key of this service, or was mistyped or cut; a key begins with \(KeyText.prefix)")
      }
      guard let known = ring.key(key) else { return .unauthenticated("this key is not known here") }
      guard known.revoked == nil else { return .unauthenticated("the key '\(known.name)' was revoked") }
      return Self.allows(known.roles, wanted)
        ? .allowed(known.name) : Self.refusal("the key '\(known.name)'", known.roles, wanted)
    }
    if let name = credentials.certificate {
      return Self.allows(certificateRoles, wanted)
        ? .allowed("certificate:\(name)") : Self.refusal("a client certificate", certificateRoles, wanted)
    }
    return .unauthenticated(
      "a key is needed: send it as 'Authorization: Bearer \(KeyText.prefix)…'; `assay key new` makes one")
  }

  private static func allows(_ held: Roles, _ wanted: Roles) -> Bool { held.allow(anyOf: wanted) }

  private static func refusal(_ who: String, _ held: Roles, _ wanted: Roles) -> AccessDecision {
    let has = held.isEmpty ? "no role" : held.names.joined(separator: ", ")
    return .forbidden("\(who) has \(has); this needs \(wanted.names.joined(separator: " or "))")
  }
}
