package import CallModel

/// A share that a person has set for a scope, for a time: it beats throttles while it lasts.
package struct Override: Sendable {
  package let scope: Scope
  /// The share of calls that is admitted, 0 to 1.
  package let share: Double
  package let person: String
  package let reason: String
  /// The first moment at which it no longer holds.
  package let until: Nanoseconds
  package let since: Nanoseconds
  /// Whether it beats budgets and limits, too.
  package let beatsBudgets: Bool
  let summary: String

  /// What callers whom an override turned away are told to wait at most.
  static let retryAfter = Nanoseconds.seconds(30)
  static let capacity = 1_000

  init(
    scope: Scope, share: Double, person: String, reason: String, until: Nanoseconds, since: Nanoseconds,
    beatsBudgets: Bool = false
  ) {
    self.scope = scope
    self.share = share
    self.person = person
    self.reason = reason
    self.until = until
    self.since = since
    self.beatsBudgets = beatsBudgets
    let kind = beatsBudgets ? ", whatever budgets and limits say" : ""
    summary = "set by \(person): \(percent(share)) admitted of \(scope)\(kind) (\(reason))"
  }
}

/// Why an override was refused.
package enum OverrideError: Error, Hashable, Sendable, CustomStringConvertible {
  case shareOutOfRange
  case alreadyOver
  case tooMany

  /// A stable word for programs.
  package var code: String {
    switch self {
    case .shareOutOfRange: "share_out_of_range"
    case .alreadyOver: "already_over"
    case .tooMany: "too_many_overrides"
    }
  }

  package var description: String {
    switch self {
    case .shareOutOfRange: "an override's share must lie between 0 % and 100 %"
    case .alreadyOver: "an override must end in the future; give a later end or a longer time"
    case .tooMany: "there are already \(Override.capacity) overrides; remove one, or use a wider scope"
    }
  }
}
