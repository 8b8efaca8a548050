internal import CContainment

/// Means that are left unused, as if the kernel forbade them: for tests, and for measuring what each is worth.
package struct Forbidden: OptionSet, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let namespaces = Self(rawValue: Int32(CCONTAINMENT_WITHOUT_NAMESPACES))
  package static let filter = Self(rawValue: Int32(CCONTAINMENT_WITHOUT_FILTER))
  package static let user = Self(rawValue: Int32(CCONTAINMENT_WITHOUT_USER))
  package static let proc = Self(rawValue: Int32(CCONTAINMENT_WITHOUT_PROC))
}
