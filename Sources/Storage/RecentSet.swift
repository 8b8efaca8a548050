/// A bounded set of the 64-bit hashes seen last.
///
/// It remembers at least the last `capacity` different values and at most a sixth more: a new
/// one is told from one seen, but for a chance of about `capacity / 2⁶⁰`. One open table holds
/// them, each with the number of the epoch in which it came in its low four bits; a thirteenth
/// of the capacity makes an epoch, and values fourteen epochs old are swept out a few at every
/// insertion. At most 14 bytes a value, and memory only for what was inserted: a set that
/// never filled stays small. Growing copies the table.
package struct RecentSet: Sendable {
  package let capacity: Int
  private var table = RecentTable()
  private var epoch: UInt64 = 1
  /// How many values came in this epoch.
  private var arrived = 0
  private let epochLength: Int
  private let largestTable: Int

  package init(capacity: Int) {
    self.capacity = max(capacity, 1)
    // 13 whole epochs are the capacity; one more is filling and one is being swept out.
    epochLength = (self.capacity + 12) / 13
    largestTable = epochLength * Int(RecentTable.epochs) * 3 / 2 + 16
  }

  /// How many values it holds.
  package var count: Int { table.count }

  /// Bytes in use.
  package var size: Int { table.places.count * 8 }

  /// Whether a value was seen; it is not taken in.
  package func contains(_ value: UInt64) -> Bool { table.contains(value, expired: expired) }

  /// Takes a value in; false if it was seen.
  package mutating func insert(_ value: UInt64) -> Bool {
    if (table.count + 1) * 3 > table.places.count * 2, table.places.count < largestTable {
      table.grow(to: min(max(64, table.places.count * 2), largestTable), expired: expired)
    }
    guard table.insert(value, epoch: epoch, expired: expired) else { return false }
    arrived += 1
    // So many places for each value that it is through when the epoch ends.
    table.sweep(upTo: table.places.count * arrived / epochLength, expired: expired)
    if arrived == epochLength {
      epoch = expired
      arrived = 0
      table.swept = 0
    }
    return true
  }

  /// Takes values in, and calls `repeated` with the position of each that was seen.
  ///
  /// Faster than one by one: the places of all are fetched from memory at once.
  package mutating func insert(_ values: [UInt64], repeated: (Int) -> Void) {
    table.touch(values)
    for (position, value) in values.enumerated() where !insert(value) { repeated(position) }
  }

  /// The epoch whose values are forgotten: the one that comes next, as epochs go round.
  private var expired: UInt64 { epoch % RecentTable.epochs + 1 }
}
