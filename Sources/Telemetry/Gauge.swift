import Synchronization

/// A number that rises and falls, safe to change from any thread without a lock.
package final class Gauge: Sendable {
  private let bits = Atomic<UInt64>(0)

  package init() {}

  package func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

  package func set(_ value: Int) { set(Double(value)) }

  /// Adds to it; use a negative amount to take away.
  package func add(_ amount: Double) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + amount).bitPattern
      let (exchanged, seen) = bits.compareExchange(expected: old, desired: new, ordering: .relaxed)
      if exchanged { return }
      old = seen
    }
  }

  package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}
