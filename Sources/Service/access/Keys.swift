package import Access

/// The keys of the service, and where they are kept.
package struct Keys: Sendable {
  package let ring: KeyRing
  package let path: String
  /// What a verified client certificate may do.
  package let certificateRoles: Roles

  /// Reads them; absent, there are none.
  package init(path: String, certificateRoles: Roles) throws(KeyFileError) {
    ring = KeyRing()
    self.path = path
    self.certificateRoles = certificateRoles
    try ring.reload(from: path)
  }
}
