internal import CallModel

/// Which call is to be judged when, and with which parts: the assembly without the calls
/// themselves.
///
/// Every event costs O(1) amortised, but for a retrieval, which looks at
/// `AssemblyLimits.callsOfTrace` calls, and for a judgement, which looks at `partsOfCall` parts.
struct AssemblyBook: Sendable {
  /// What is known of a span by its key, or of a trace by the key with the invalid span.
  struct Bucket: Sendable {
    enum Call: Sendable {
      case none
      /// At that place of `fresh`.
      case waiting(Int)
      /// Of a span: the number of its call. Of a trace: that of its call judged last.
      case judged(UInt64)
    }

    var call = Call.none
    /// The number of the part that came last; 0 if there is none.
    var latestPart: UInt64 = 0
    /// Whether a call was judged, so that its parts have served.
    private(set) var isJudged = false

    mutating func settle(_ call: Call) {
      self.call = call
      if case .judged = call { isJudged = true }
    }

    var isEmpty: Bool { if case .none = call { latestPart == 0 } else { false } }
  }

  /// A call to be judged now.
  struct Decision: Sendable {
    enum Source: Sendable {
      /// The call that was just added.
      case added
      /// The call that waited at this place.
      case waited(Int)
      /// The call that was judged with this number.
      case again(UInt64)
    }

    var source: Source
    var facts: AssemblyFacts
    var parts: [AssembledPart]
    /// Whether it is put into the queue of judged calls, under the next number.
    var isRemembered: Bool
  }

  let limits: AssemblyLimits
  var clock = AssemblyClock()
  var buckets: [SpanKey: Bucket] = [:]
  var parts = KeptParts()
  /// Calls that wait to be judged.
  var fresh = QuietList<AssemblyFacts>()
  /// Numbers of calls that wait to be judged again.
  var again = QuietList<UInt64>()
  var judged = NumberedQueue<JudgedCall>()
  var counts = AssemblyCounts()

  init(limits: AssemblyLimits) { self.limits = limits.sane }

  /// Takes a call; the place at which it waits, or nil if a decision was made of it.
  mutating func add(_ facts: AssemblyFacts, at now: Nanoseconds, to decisions: inout [Decision]) -> Int? {
    clock.read(now)
    forget(to: &decisions)
    let key = SpanKey(facts.trace, facts.span)
    guard facts.span.isValid else {
      // The key of the invalid span is the trace's.
      judgeUnremembered(facts, own: 0, to: &decisions)
      return nil
    }
    if facts.isComplete {
      // Known before it is there, so that the table is searched only once.
      let number = judged.end
      let before = replaceCall(of: key, by: .judged(number))
      if case .none = before.call {
        parts.release(from: before.latestPart)
        judge(facts, own: 0, source: .added, to: &decisions)
      } else {
        buckets[key] = before
        judgeUnremembered(facts, own: before.latestPart, to: &decisions)
      }
      return nil
    }
    let place = fresh.append(facts, at: clock.elapsed)
    let before = replaceCall(of: key, by: .waiting(place))
    if case .none = before.call {
      guard fresh.count > limits.waitingCalls, let oldest = fresh.oldest else { return place }
      counts.hurriedCalls += 1
      release(oldest.place, to: &decisions)
      return place
    }
    // A second call of the same span: recognised further up, unless long ago.
    _ = fresh.remove(place)
    buckets[key] = before
    judgeUnremembered(facts, own: before.latestPart, to: &decisions)
    return nil
  }

  /// Makes decisions of all calls for which it has been quiet long enough.
  mutating func tick(at now: Nanoseconds, to decisions: inout [Decision]) {
    clock.read(now)
    while let oldest = fresh.oldest, oldest.touched + limits.quiet <= clock.elapsed {
      release(oldest.place, to: &decisions)
    }
    while let oldest = again.oldest, oldest.touched + limits.quiet <= clock.elapsed {
      judgeAgain(oldest.place, to: &decisions)
    }
    forget(to: &decisions)
  }

  /// Makes decisions of all that waits.
  mutating func drain(to decisions: inout [Decision]) {
    while let oldest = fresh.oldest { release(oldest.place, to: &decisions) }
    while let oldest = again.oldest { judgeAgain(oldest.place, to: &decisions) }
  }

  /// When there will be something to do, by the clock that events are given.
  var nextDeadline: Nanoseconds? {
    let touched = [fresh.oldest?.touched, again.oldest?.touched].compactMap { $0 }.min()
    return touched.map { clock.moment(of: $0 + limits.quiet) }
  }

  private mutating func replaceCall(of key: SpanKey, by call: Bucket.Call) -> Bucket {
    func replace(_ bucket: inout Bucket) -> Bucket {
      let before = bucket
      bucket.settle(call)
      return before
    }
    return replace(&buckets[key, default: Bucket()])
  }
}
