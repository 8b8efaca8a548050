/// What a key may be used for; the word is what configurations and `assay key` write.
package enum Role: String, CaseIterable, Sendable {
  /// Send traces, logs and metrics.
  case ingest
  /// Fetch what exporters render, and nothing else.
  case scrape
  /// See calls, alerts, throttles, spend and the console: what people wrote is among it.
  case read
  /// Change throttles, references and the configuration; includes `read`.
  case operate
  /// Ask whether a call may go, settle it, and send it through the gateway.
  case gateway
}

/// A set of roles.
package struct Roles: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package init(_ roles: some Sequence<Role>) {
    self.init(rawValue: roles.reduce(0) { $0 | 1 << $1.place })
  }

  package static let ingest = Roles([Role.ingest])
  package static let scrape = Roles([Role.scrape])
  package static let read = Roles([Role.read])
  package static let operate = Roles([Role.operate])
  package static let gateway = Roles([Role.gateway])
  package static let all = Roles(Role.allCases)

  /// The words, in the order in which `Role` lists them.
  package var names: [String] { Role.allCases.filter { contains(Roles([$0])) }.map(\.rawValue) }

  /// Whether somebody with these roles may do what any one of `wanted` may.
  ///
  /// `operate` includes `read`, because nobody changes sensibly what they cannot see. The others
  /// stand alone: a scraper must not see prompts, and a call site must not lift its own throttle.
  package func allow(anyOf wanted: Roles) -> Bool {
    let held = contains(.operate) ? union(.read) : self
    return !held.isDisjoint(with: wanted)
  }
}

extension Role {
  fileprivate var place: UInt8 {
    switch self {
    case .ingest: 0
    case .scrape: 1
    case .read: 2
    case .operate: 3
    case .gateway: 4
    }
  }
}
