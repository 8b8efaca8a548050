internal import CContainment

/// What the kernel let a program's containment be: each part that is missing is one that does not hold.
package struct ContainmentReport: OptionSet, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// A process namespace: whatever the program began ends with it, also when the service is killed.
  package static let processes = Self(rawValue: Int32(CCONTAINMENT_HOLDS_PROCESSES))
  /// A network namespace with nothing but a loopback; never there where the network is granted.
  package static let network = Self(rawValue: Int32(CCONTAINMENT_HOLDS_NETWORK))
  /// A `/proc` of its own, without the service in it.
  package static let proc = Self(rawValue: Int32(CCONTAINMENT_HOLDS_PROC))
  /// It can write nothing but its own temporary folder, which has a size.
  package static let readOnly = Self(rawValue: Int32(CCONTAINMENT_HOLDS_READ_ONLY))
  /// The service's own files, and the sockets of daemons, are not there.
  package static let hidden = Self(rawValue: Int32(CCONTAINMENT_HOLDS_HIDDEN))
  /// It runs as a user that no other process has.
  package static let user = Self(rawValue: Int32(CCONTAINMENT_HOLDS_USER))
  /// A filter of system calls: no tracing, no mounts, no namespaces, and no sockets where `network` cannot hold.
  package static let filter = Self(rawValue: Int32(CCONTAINMENT_HOLDS_FILTER))

  /// The parts by name, in the order of this page.
  package static let parts: [(name: String, part: Self)] = [
    ("processes", .processes), ("network", .network), ("proc", .proc), ("read-only files", .readOnly),
    ("hidden files", .hidden), ("user of its own", .user), ("call filter", .filter),
  ]

  /// Whether a program without a grant is cut off from the network, by a namespace or by the filter.
  package var isOffline: Bool { contains(.network) || contains(.filter) }

  /// Whether processes of the service's own user could look into its memory but for the service's own refusal.
  var isBesideService: Bool { !contains(.user) && !contains(.proc) }
}

extension ContainmentReport: CustomStringConvertible {
  /// The names of the parts that hold, and of those that do not.
  package var description: String {
    let held = Self.parts.filter { contains($0.part) }.map(\.name)
    let missing = Self.parts.filter { !contains($0.part) }.map(\.name)
    return "holds: \(held.isEmpty ? "nothing" : held.joined(separator: ", "))"
      + (missing.isEmpty ? "" : "; does not hold: \(missing.joined(separator: ", "))")
  }
}
