internal import CallModel

extension AssemblyBook {
  /// Takes a part.
  ///
  /// - Parameter span: the call that it is content of; for a retrieval it means nothing.
  mutating func add(
    _ part: ContentPart, of span: SpanID, bytes: () -> [UInt8], at now: Nanoseconds, to decisions: inout [Decision]
  ) {
    clock.read(now)
    forget(to: &decisions)
    if part.kind == .retrieval {
      guard let ofTrace = keep(part, of: SpanKey(trace: part.trace), bytes: bytes) else { return }
      if case .judged(let latest) = ofTrace { reach(callsUpTo: latest, retrievalEnded: part.time) }
      return
    }
    // The key of the invalid span is the trace's.
    guard span.isValid else { return }
    let key = SpanKey(part.trace, span)
    if case .judged(let number) = buckets[key]?.call, let call = judged[number] {
      if call.facts.isComplete { return }
      if case .done = call.again {
        counts.lateParts += 1
        return
      }
    }
    switch keep(part, of: key, bytes: bytes) {
    case .waiting(let place): fresh.touch(place, at: clock.elapsed, unlessWaitingSince: earliestToWait)
    case .judged(let number): askAgain(number)
    case .some(.none), nil: break
    }
  }

  /// Frees the parts that came for a call which nobody is going to judge.
  mutating func dismiss(_ trace: TraceID, _ span: SpanID) {
    guard let bucket = buckets[SpanKey(trace, span)], case .none = bucket.call else { return }
    parts.release(from: bucket.latestPart)
  }

  /// Drops what is too old or too much.
  mutating func forget(to decisions: inout [Decision]) {
    while let arrival = parts.oldestArrival, arrival + limits.partAge < clock.elapsed { dropPart(forRoom: false) }
    while let oldest = judged.oldest,
      oldest.at + limits.judgedAge < clock.elapsed || judged.count > limits.judgedCalls
    {
      // What has come for it late must not be lost.
      if case .waiting(let place) = oldest.again { judgeAgain(place, to: &decisions) }
      let number = judged.first
      _ = judged.popFirst()
      let own = forget(number, in: SpanKey(oldest.facts.trace, oldest.facts.span))
      parts.release(from: own)
      _ = forget(number, in: SpanKey(trace: oldest.facts.trace))
    }
  }

  /// Keeps a part and says what is known of the call, or of the trace, that it belongs to; nil
  /// if it is larger than all the room there is.
  private mutating func keep(_ part: ContentPart, of key: SpanKey, bytes: () -> [UInt8]) -> Bucket.Call? {
    let kept = AssembledPart(
      kind: part.kind, time: part.time, bytes: bytes(), batch: part.batch, source: part.source)
    guard kept.bytes.count <= limits.partBytes - KeptParts.KeptPart.overhead else {
      counts.droppedParts += 1
      return nil
    }
    func chain(_ bucket: inout Bucket) -> Bucket.Call {
      bucket.latestPart = parts.append(kept, of: key, after: bucket.latestPart, at: clock.elapsed)
      return bucket.call
    }
    let call = chain(&buckets[key, default: Bucket()])
    while parts.size > limits.partBytes { dropPart(forRoom: true) }
    return call
  }

  /// A retrieval came after calls of its trace had been judged: those that it can have fed are
  /// judged again.
  private mutating func reach(callsUpTo latest: UInt64, retrievalEnded end: Nanoseconds) {
    var number = latest
    var looked = 0
    while looked < limits.callsOfTrace, let call = judged[number] {
      if isContext(end, of: call.facts) { askAgain(number) }
      number = call.previousOfTrace
      looked += 1
    }
  }

  private mutating func dropPart(forRoom: Bool) {
    guard let dropped = parts.popFirst(), let place = buckets.index(forKey: dropped.owner) else { return }
    if forRoom, dropped.isWanted, !buckets.values[place].isJudged { counts.droppedParts += 1 }
    guard buckets.values[place].latestPart == dropped.number else { return }
    buckets.values[place].latestPart = 0
    if buckets.values[place].isEmpty { buckets.remove(at: place) }
  }

  /// Takes a judged call out of a bucket, unless a later one has taken its place; it says the
  /// number of the bucket's latest part.
  private mutating func forget(_ number: UInt64, in key: SpanKey) -> UInt64 {
    guard let place = buckets.index(forKey: key), case .judged(number) = buckets.values[place].call else { return 0 }
    let latest = buckets.values[place].latestPart
    buckets.values[place].call = .none
    if buckets.values[place].isEmpty { buckets.remove(at: place) }
    return latest
  }
}
