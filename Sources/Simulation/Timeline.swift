package import CallModel

/// A run over time, in at most `most` equal steps.
package struct Timeline: Sendable {
  package static let most: Int64 = 240

  package struct Step: Sendable {
    package var asked = 0
    package var good = 0
    package var bad = 0
    package var lost = 0
    package var refused = 0
    package var errors = 0
    /// The lowest admitted share of any group of callers.
    package var share = 1.0
  }

  /// An alert from when it fired until it ended.
  package struct Firing: Sendable {
    package var alert: String
    package var scope: Scope
    package var from: Nanoseconds
    /// Nil while it fires.
    package var until: Nanoseconds?
  }

  /// How long a step is: a whole number of seconds.
  package let width: Nanoseconds
  package private(set) var steps: [Step]
  /// The first `mostFirings`.
  package private(set) var firings: [Firing] = []

  private static let mostFirings = 1_000

  init(length: Nanoseconds) {
    let seconds = max(1, length / .seconds(1))
    width = .seconds(max(1, (seconds + Self.most - 1) / Self.most))
    steps = Array(repeating: Step(), count: Int((max(1, length) + width - 1) / width))
  }

  mutating func add(at now: Nanoseconds, _ count: (inout Step) -> Void) {
    let index = Int(now / width)
    if steps.indices.contains(index) { count(&steps[index]) }
  }

  mutating func share(_ share: Double, at now: Nanoseconds) {
    add(at: now) { $0.share = min($0.share, share) }
  }

  mutating func alert(_ change: AlertChange) {
    if change.to == .firing {
      guard firings.count < Self.mostFirings else { return }
      firings.append(Firing(alert: change.alert, scope: change.scope, from: change.at))
    } else if let last = firings.lastIndex(where: {
      $0.until == nil && $0.alert == change.alert && $0.scope == change.scope
    }) {
      firings[last].until = change.at
    }
  }

  mutating func close(at now: Nanoseconds) {
    for index in firings.indices where firings[index].until == nil { firings[index].until = now }
  }
}
