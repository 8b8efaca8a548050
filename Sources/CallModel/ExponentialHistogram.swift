/// A base-2 exponential histogram of non-negative values (OTel data model, exponential
/// histogram; Prometheus native histogram).
///
/// Bucket `i` holds the values in `(b^i, b^(i+1)]` with `b = 2^(2^-schema)`: at schema 5 its
/// middle is within 1.09 % of each of them. Histograms of equal schema add up exactly, so
/// shards, replicas and slices of time can be merged. A histogram keeps at most
/// `largestSpan` buckets: values further down than that share the lowest one.
public struct ExponentialHistogram: Sendable {
  public static let schema = 5
  /// 32 doublings: from a microsecond to more than an hour.
  public static let largestSpan = 1_024

  /// How far a quantile may lie from the true value, relatively: half a bucket's width.
  public static let relativeError = 0.0109

  public private(set) var count: UInt64 = 0
  public private(set) var sum = 0.0
  /// Values of zero; negative and not-a-number values are not recorded at all.
  public private(set) var zeroCount: UInt64 = 0
  /// The index of the first bucket of `counts`.
  public private(set) var offset = 0
  public private(set) var counts: [UInt64] = []

  public init() {}

  /// The index of the bucket that a positive finite value falls in.
  public static func index(of value: Double) -> Int {
    // The exponent gives the doubling; the place inside it is looked up, since a logarithm may
    // land on the wrong side of a boundary.
    let cell = Int(value.significandBitPattern >> cellShift)
    let before = boundariesBefore[cell]
    return Int(value.exponent) << schema + before + (fractions[before] < value.significand ? 0 : -1)
  }

  /// The upper bound (inclusive) of a bucket.
  public static func upperBound(of index: Int) -> Double {
    let next = index + 1
    return Double(sign: .plus, exponent: next >> schema, significand: fractions[next & (1 << schema - 1)])
  }

  public mutating func record(_ value: Double, times: UInt64 = 1) {
    guard value >= 0, value.isFinite else { return }
    count += times
    sum += value * Double(times)
    if value == 0 || value.isSubnormal {
      zeroCount += times
    } else {
      add(times, at: Self.index(of: value))
    }
  }

  public mutating func merge(_ other: ExponentialHistogram) {
    count += other.count
    sum += other.sum
    zeroCount += other.zeroCount
    for (position, bucket) in other.counts.enumerated() where bucket > 0 {
      add(bucket, at: other.offset + position)
    }
  }

  /// The value below which a share of `q` lies, or nil if the histogram is empty or `q` not a
  /// number; shares below 0 and above 1 count as 0 and 1.
  ///
  /// The rank is that of the nearest-rank definition, `ceil(q · count)`; the value is the
  /// geometric middle of the bucket in which that rank lies.
  public func quantile(_ q: Double) -> Double? {
    guard count > 0, !q.isNaN else { return nil }
    // The product may lie a rounding error above a whole number: 0.07 · 100 is 7.000000000000001.
    let exact = min(max(q, 0), 1) * Double(count) * (1 - 1e-12)
    let rank = min(count, max(1, UInt64(exactly: exact.rounded(.up)) ?? count))
    if rank <= zeroCount { return 0 }
    var seen = zeroCount
    for (position, bucket) in counts.enumerated() {
      seen += bucket
      if seen >= rank {
        let upper = Self.upperBound(of: offset + position)
        return upper / Self.halfWidth
      }
    }
    return Self.upperBound(of: offset + counts.count - 1)
  }

  /// How many values are at most `bound`, to within the bucket that the bound cuts.
  public func count(atMost bound: Double) -> UInt64 {
    guard bound >= 0 else { return 0 }
    var result = zeroCount
    for (position, bucket) in counts.enumerated() {
      if Self.upperBound(of: offset + position) / Self.halfWidth > bound { break }
      result += bucket
    }
    return result
  }

  /// Forgets all values but keeps the storage.
  public mutating func removeAll() {
    count = 0
    sum = 0
    zeroCount = 0
    counts.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ times: UInt64, at index: Int) {
    if counts.isEmpty {
      offset = index
      counts.append(times)
      return
    }
    if index < offset {
      let room = Self.largestSpan - counts.count
      let shift = min(offset - index, room)
      counts.insert(contentsOf: repeatElement(0, count: shift), at: 0)
      offset -= shift
      counts[max(0, index - offset)] += times
      return
    }
    let position = index - offset
    if position < counts.count {
      counts[position] += times
      return
    }
    if position < Self.largestSpan {
      counts.append(contentsOf: repeatElement(0, count: position - counts.count + 1))
      counts[position] += times
      return
    }
    // The top matters more than the bottom: the lowest buckets fold into one.
    let drop = min(position - Self.largestSpan + 1, counts.count)
    let folded = counts[..<drop].reduce(0, +)
    counts.removeFirst(drop)
    offset = index - Self.largestSpan + 1
    if counts.isEmpty { counts.append(0) }
    counts[0] += folded
    counts.append(contentsOf: repeatElement(0, count: Self.largestSpan - counts.count))
    counts[Self.largestSpan - 1] += times
  }

  /// `2^(j/32)` for j = 0..<32: where the buckets of one doubling begin.
  private static let fractions: [Double] = {
    // Repeated square roots are correctly rounded, which a power function need not be.
    let base = 2.0.squareRoot().squareRoot().squareRoot().squareRoot().squareRoot()
    var roots: [Double] = []
    var steps = [base]
    for _ in 1..<schema { steps.append(steps[steps.count - 1] * steps[steps.count - 1]) }
    for j in 0..<(1 << schema) {
      var value = 1.0
      for bit in 0..<schema where j >> bit & 1 == 1 { value *= steps[bit] }
      roots.append(value)
    }
    return roots
  }()

  /// A doubling is cut into 64 equal cells, each narrower than any bucket, so that at most one
  /// boundary lies in a cell: this is the last one before the cell's end.
  private static let cellShift = UInt64(Double.significandBitCount - 6)
  private static let boundariesBefore: [Int] = (0..<64).map { cell in
    let end = 1 + Double(cell + 1) / 64
    return fractions.lastIndex { $0 < end } ?? 0
  }

  /// From a bucket's upper bound to its geometric middle.
  private static let halfWidth = 2.0.squareRoot().squareRoot().squareRoot().squareRoot().squareRoot().squareRoot()
}
