/// What was wrong with the calls of a batch without being a reason to refuse them.
package struct Repairs: Hashable, Sendable {
  /// Calls whose start or end is missing, beyond the year 2116, or in the wrong order: their
  /// duration is unknown.
  package var unknownDurations = 0
  /// Token counts that were negative or above 10^12: they are unknown.
  package var impossibleTokens = 0
  /// Calls that began more than ten minutes after they arrived: kept as they are.
  package var futureTimes = 0
  /// Names (route, provider, model, error) that were not UTF-8: repaired with U+FFFD.
  package var invalidNames = 0

  package init() {}

  package static func += (left: inout Repairs, right: Repairs) {
    left.unknownDurations += right.unknownDurations
    left.impossibleTokens += right.impossibleTokens
    left.futureTimes += right.futureTimes
    left.invalidNames += right.invalidNames
  }
}
