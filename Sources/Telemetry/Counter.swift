import Synchronization

/// A number that only grows, safe to add to from any thread without a lock.
package final class Counter: Sendable {
  private let sum = Atomic<UInt64>(0)
  private let unit: Double

  /// `unit`: how many of what is added make one of what is shown, such as 1e9 for nanoseconds
  /// shown as seconds.
  package init(unit: Double = 1) { self.unit = unit }

  package func add(_ amount: UInt64 = 1) {
    // Other threads learn the value at the next scrape; they need nothing ordered by it.
    sum.wrappingAdd(amount, ordering: .relaxed)
  }

  /// Adds a count or a length of time; a negative one is not counted.
  package func add(_ amount: some SignedInteger & FixedWidthInteger) {
    if amount > 0 { add(UInt64(clamping: amount)) }
  }

  /// What was added, in units as they are shown.
  package var value: Double { Double(sum.load(ordering: .relaxed)) / unit }
}
