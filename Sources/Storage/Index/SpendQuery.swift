package import CallModel

/// What was spent, by whom and when: at most `mostRows` rows of sums.
package struct SpendQuery: Hashable, Sendable {
  /// How long a row's stretch of time is.
  package enum Step: Hashable, Sendable, CaseIterable {
    /// The whole range is one row.
    case none
    case fiveMinutes, hour, day

    package var length: Nanoseconds? {
      switch self {
      case .none: nil
      case .fiveMinutes: .minutes(5)
      case .hour: .hours(1)
      case .day: .days(1)
      }
    }
  }

  package static let mostRows = 20_000

  /// One row for each combination of these.
  package let by: [Dimension]
  package let on: Scope
  /// Sums whose stretch begins at or after this …
  package let from: Nanoseconds
  /// … and before this.
  package let to: Nanoseconds
  package let step: Step
  /// How many combinations have rows of their own, the dearest first; the rest are one.
  package let limit: Int

  /// A query that can be answered.
  ///
  /// What is older than 26 hours is known by hours, what is older than 40 days by days: such a
  /// stretch is in the step, and in the range, in which it begins.
  package init(
    by: [Dimension] = [], on: Scope = .everything, from: Nanoseconds, to: Nanoseconds, step: Step = .none,
    limit: Int = 50
  ) throws(SpendQueryError) {
    guard (1...1_000).contains(limit) else { throw .limitOutOfRange }
    guard from < to else { throw .emptyRange }
    if let length = step.length {
      let (range, overflow) = to.subtractingReportingOverflow(from)
      guard !overflow, range / length < Int64(Self.mostRows / (limit + 1)) else { throw .tooManyRows }
    }
    self.by = by
    self.on = on
    self.from = from
    self.to = to
    self.step = step
    self.limit = limit
  }
}

/// Why a query of spend was refused.
package enum SpendQueryError: Error, Hashable, Sendable, CustomStringConvertible {
  case limitOutOfRange, emptyRange, tooManyRows

  /// A stable word for programs.
  package var code: String {
    switch self {
    case .limitOutOfRange: "limit_out_of_range"
    case .emptyRange: "empty_range"
    case .tooManyRows: "too_many_rows"
    }
  }

  package var description: String {
    switch self {
    case .limitOutOfRange: "the limit must lie between 1 and 1000"
    case .emptyRange: "the range of time must end after it begins"
    case .tooManyRows:
      "these would be more than \(SpendQuery.mostRows) rows; take a longer step, a shorter range or a lower limit"
    }
  }
}

/// One row of an answer to a `SpendQuery`.
package struct SpendGroup: Hashable, Sendable {
  /// The names that the query groups by; what the calls did not say is absent.
  package var names: [Dimension: String]
  /// Whether it holds all combinations that have no rows of their own.
  package var isOther = false
  /// Where its step begins; the query's `from` if it has no steps.
  package var start: Nanoseconds
  package var sums: SpendSums
}
