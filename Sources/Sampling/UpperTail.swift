/// Tells whether a value lies above the 99th percentile of the values before it.
///
/// A histogram of integers with eight buckets a doubling, so the percentile is known to within
/// an eighth. All counts are halved when 4,096 values are in it, so old values fade and the
/// share of values above it stays about 1 % whatever the rate of calls. 1 KB.
struct UpperTail: Sendable {
  /// Before so many values nothing is above.
  static let warmUp = 200
  private static let largestTotal = 4_096

  private var counts = [UInt16](repeating: 0, count: 512)
  private var total = 0
  private var seen = 0

  /// Whether a value is above the percentile of those before it; then it is one of them.
  ///
  /// Negative values are ignored: never above, never counted.
  mutating func isAboveThenAdd(_ value: Int64) -> Bool {
    guard value >= 0 else { return false }
    let bucket = Self.bucket(of: value)
    let above = seen >= Self.warmUp && isAbove(bucket)
    add(bucket)
    return above
  }

  /// At most 1 % of the values are in this bucket or a higher one.
  private func isAbove(_ bucket: Int) -> Bool {
    var atLeast = 0
    for count in counts[bucket...] {
      atLeast += Int(count)
      if atLeast * 100 > total { return false }
    }
    return true
  }

  private mutating func add(_ bucket: Int) {
    seen = min(seen + 1, Self.warmUp)
    counts[bucket] += 1
    total += 1
    if total >= Self.largestTotal { halve() }
  }

  /// What a bucket loses in rounding the next one gets; else the thin tail would fade first.
  private mutating func halve() {
    var rest: UInt16 = 0
    total = 0
    for i in counts.indices {
      let doubled = counts[i] + rest
      counts[i] = doubled / 2
      rest = doubled % 2
      total += Int(counts[i])
    }
  }

  /// Eight buckets a doubling: the place of the highest bit, and the three bits below it.
  private static func bucket(of value: Int64) -> Int {
    if value < 8 { return Int(value) }
    let exponent = Int64.bitWidth - 1 - value.leadingZeroBitCount
    return (exponent - 2) * 8 + Int(value >> (exponent - 3)) & 7
  }
}
