package import CallModel

/// The verdicts of an earlier run by a hash of row and evaluator: 11 to 22 bytes each, and half as
/// many again while it grows.
///
/// Of each hash 61 bits are kept. That two of a million keys are taken for one has a chance of
/// 1 in 4 million, and the hash is seeded anew in each process, so that nobody can arrange it.
package struct BaselineIndex {
  /// A hash with the verdict in its two lowest bits and the third set; 0 is an empty slot.
  private var slots = [UInt64](repeating: 0, count: 1 << 10)
  /// How many keys there are.
  package private(set) var count = 0

  package init() {}

  /// The verdict on a key.
  package subscript(key: VerdictKey) -> Verdict.Kind? {
    let slot = slots[place(of: key)]
    return slot == 0 ? nil : Verdict.Kind(rawValue: UInt8(slot & 3))
  }

  /// Keeps a verdict; of two on one key the later one counts.
  ///
  /// - Returns: whether the key was new.
  @discardableResult package mutating func insert(_ kind: Verdict.Kind, of key: VerdictKey) -> Bool {
    if (count + 1) * 4 > slots.count * 3 { grow() }
    let place = place(of: key)
    let isNew = slots[place] == 0
    slots[place] = key.bits | 4 | UInt64(kind.rawValue)
    if isNew { count += 1 }
    return isNew
  }

  /// Where the key is, or would be.
  private func place(of key: VerdictKey) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: key.bits >> 3) & mask
    while slots[place] != 0, slots[place] & ~7 != key.bits { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for slot in old where slot != 0 {
      let mask = slots.count - 1
      var place = Int(truncatingIfNeeded: slot >> 3) & mask
      while slots[place] != 0 { place = (place + 1) & mask }
      slots[place] = slot
    }
  }
}

/// A row and an evaluator, as a hash.
package struct VerdictKey: Hashable, Sendable {
  /// The three lowest bits are 0.
  let bits: UInt64

  package init(id: RowID, evaluator: String) {
    var hasher = Hasher()
    hasher.combine(id.text)
    hasher.combine(evaluator)
    bits = UInt64(bitPattern: Int64(hasher.finalize())) & ~7
  }
}
