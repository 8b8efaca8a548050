internal import CallModel

/// The buckets of a Prometheus native histogram (Prometheus, native histograms).
///
/// Bucket `i` of schema `s` holds the values in `(b^(i-1), b^i]` with `b = 2^(2^-s)`: its index
/// is by one greater than that of the same `ExponentialHistogram` bucket.
struct NativeBuckets: Equatable {
  /// Values up to here count as zero, as in Prometheus' own libraries.
  static let zeroThreshold = 0x1p-128
  /// No histogram has more buckets with something in them: servers refuse too many.
  static let limit = 160

  /// The resolution: that of the histogram, or less to keep to the limit.
  private(set) var schema = ExponentialHistogram.schema
  private(set) var zeroCount: UInt64
  private(set) var spans = BucketSpans()

  init(_ histogram: ExponentialHistogram) {
    zeroCount = histogram.zeroCount
    var first = histogram.offset + 1
    var counts = histogram.counts[...]
    // The threshold is a boundary of every schema, so no bucket lies on both sides of it.
    let lastZero = -128 << ExponentialHistogram.schema
    if first <= lastZero {
      let zeros = counts.prefix(lastZero - first + 1)
      zeroCount = zeros.reduce(zeroCount, &+)
      counts = counts.dropFirst(zeros.count)
      first += zeros.count
    }
    var used = counts.count { $0 > 0 }
    while used > NativeBuckets.limit && schema > -4 {
      (first, counts) = NativeBuckets.halved(first, counts)
      schema -= 1
      used = counts.count { $0 > 0 }
    }
    spans.reserve(buckets: used)
    for (position, count) in counts.enumerated() where count > 0 {
      spans.append(count, at: first + position)
    }
  }

  /// The same counts at the next lower schema, whose bucket `i` joins `2i - 1` and `2i`.
  private static func halved(_ first: Int, _ counts: ArraySlice<UInt64>) -> (Int, ArraySlice<UInt64>) {
    let start = (first + 1) >> 1
    var joined: [UInt64] = []
    joined.reserveCapacity(counts.count / 2 + 1)
    for (position, count) in counts.enumerated() {
      let place = (first + position + 1) >> 1 - start
      if place == joined.count { joined.append(0) }
      joined[place] &+= count
    }
    return (start, joined[...])
  }
}

/// Counts of buckets as runs of neighbours and differences between listed counts.
struct BucketSpans: Equatable {
  struct Span: Equatable {
    /// The index of the first span's first bucket; of a later one how many buckets lie between
    /// it and the span before.
    let offset: Int
    var length: Int
  }

  private(set) var spans: [Span] = []
  /// The first count, then the difference from the listed bucket before, across spans.
  private(set) var deltas: [Int64] = []
  private var next = 0
  private var previous: UInt64 = 0

  mutating func reserve(buckets: Int) { deltas.reserveCapacity(buckets) }

  /// Adds the count of a bucket that lies above all before.
  mutating func append(_ count: UInt64, at index: Int) {
    if index == next, !spans.isEmpty {
      spans[spans.count - 1].length += 1
    } else {
      spans.append(Span(offset: index - next, length: 1))
    }
    deltas.append(Int64(truncatingIfNeeded: count &- previous))
    next = index + 1
    previous = count
  }
}
