internal import CallModel

/// The parts that are kept, in the order they came in, each chained to the one before it of the
/// same call or of the same trace.
struct KeptParts: Sendable {
  struct KeptPart: Sendable {
    /// What a part takes besides its bytes: its place here, its array's header, its call's bucket.
    static let overhead = 256

    let part: AssembledPart
    let owner: SpanKey
    /// The number of the part before it of the same owner; 0 if there is none.
    let previous: UInt64
    let arrival: Nanoseconds
    /// Nobody will ask for it any more: the bytes are gone, the place goes in its turn.
    var isReleased = false
    var size: Int { part.bytes.count + Self.overhead }
  }

  private var queue = NumberedQueue<KeptPart>()
  /// Bytes of all, with what they take besides.
  private(set) var size = 0

  var count: Int { queue.count }
  /// The number of the oldest part that is kept: whatever has a lower one is gone.
  var first: UInt64 { queue.first }
  /// When the oldest came.
  var oldestArrival: Nanoseconds? { queue.oldest?.arrival }

  /// Appends a part and says its number.
  mutating func append(_ part: AssembledPart, of owner: SpanKey, after previous: UInt64, at now: Nanoseconds) -> UInt64
  {
    let number = queue.end
    let kept = KeptPart(part: part, owner: owner, previous: previous, arrival: now)
    size += kept.size
    queue.append(kept)
    return number
  }

  /// Drops the oldest; it says whose it was, its number, and whether it had not been released.
  mutating func popFirst() -> (owner: SpanKey, number: UInt64, isWanted: Bool)? {
    let number = queue.first
    guard let kept = queue.popFirst() else { return nil }
    size -= kept.size
    return (kept.owner, number, !kept.isReleased)
  }

  /// Frees the bytes of a chain that nobody will ask for.
  mutating func release(from latest: UInt64) {
    var number = latest
    while let kept = queue[number], !kept.isReleased {
      let empty = AssembledPart(kind: kept.part.kind, time: kept.part.time, bytes: [])
      var released = KeptPart(part: empty, owner: kept.owner, previous: kept.previous, arrival: kept.arrival)
      released.isReleased = true
      queue.update(number) { $0 = released }
      size -= kept.part.bytes.count
      number = kept.previous
    }
  }

  /// Collects the newest parts of a chain, at most `most` of them, newest first.
  func collect(
    from latest: UInt64, most: Int, into parts: inout [(number: UInt64, part: AssembledPart)],
    where isWanted: (AssembledPart) -> Bool
  ) {
    var number = latest
    var looked = 0
    // What is looked at is bounded, not only what is taken: a trace may have retrievals without end.
    while looked < most, let kept = queue[number] {
      if !kept.isReleased, isWanted(kept.part) { parts.append((number, kept.part)) }
      number = kept.previous
      looked += 1
    }
  }
}

/// A span in its trace; the invalid span stands for the trace itself.
struct SpanKey: Hashable, Sendable {
  let trace: TraceID
  let span: SpanID

  init(_ trace: TraceID, _ span: SpanID) {
    self.trace = trace
    self.span = span
  }

  init(trace: TraceID) { self.init(trace, .invalid) }
}
