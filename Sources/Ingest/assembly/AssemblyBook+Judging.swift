internal import CallModel

extension AssemblyBook {
  /// The call at a place has waited enough.
  mutating func release(_ place: Int, to decisions: inout [Decision]) {
    guard let facts = fresh.remove(place) else { return }
    let number = judged.end
    var own: UInt64 = 0
    func settle(_ bucket: inout Bucket) {
      bucket.settle(.judged(number))
      own = bucket.latestPart
    }
    settle(&buckets[SpanKey(facts.trace, facts.span), default: Bucket()])
    judge(facts, own: own, source: .waited(place), to: &decisions)
  }

  /// Judges a call for the first time; its bucket has the number that the call will have.
  mutating func judge(
    _ facts: AssemblyFacts, own: UInt64, source: Decision.Source, to decisions: inout [Decision]
  ) {
    let number = judged.end
    var before = Bucket()
    func settle(_ bucket: inout Bucket) {
      before = bucket
      bucket.settle(.judged(number))
    }
    settle(&buckets[SpanKey(trace: facts.trace), default: Bucket()])
    let found = collect(for: facts, own: own, ofTrace: before.latestPart)
    var previous: UInt64 = 0
    if case .judged(let last) = before.call { previous = last }
    judged.append(
      JudgedCall(facts: facts, at: clock.elapsed, previousOfTrace: previous, oldestPart: found.oldest))
    decisions.append(Decision(source: source, facts: facts, parts: found.parts, isRemembered: true))
    forget(to: &decisions)
  }

  /// Judges a call whose span is known already: there is no place to remember it at.
  mutating func judgeUnremembered(_ facts: AssemblyFacts, own: UInt64, to decisions: inout [Decision]) {
    let latest = buckets[SpanKey(trace: facts.trace)]?.latestPart ?? 0
    let found = collect(for: facts, own: facts.isComplete ? 0 : own, ofTrace: latest)
    decisions.append(Decision(source: .added, facts: facts, parts: found.parts, isRemembered: false))
  }

  /// A late part has come for a judged call: it is judged again when no more have come for a while.
  mutating func askAgain(_ number: UInt64) {
    switch judged[number]?.again {
    case .no:
      let place = again.append(number, at: clock.elapsed)
      judged.update(number) { $0.again = .waiting(place) }
    case .waiting(let place):
      again.touch(place, at: clock.elapsed, unlessWaitingSince: earliestToWait)
    case .done, nil: break
    }
  }

  mutating func judgeAgain(_ place: Int, to decisions: inout [Decision]) {
    guard let number = again.remove(place), let call = judged[number] else { return }
    judged.update(number) { $0.again = .done }
    guard call.oldestPart >= parts.first else {
      counts.missedJudgements += 1
      return
    }
    let own = buckets[SpanKey(call.facts.trace, call.facts.span)]?.latestPart ?? 0
    let ofTrace = buckets[SpanKey(trace: call.facts.trace)]?.latestPart ?? 0
    let found = collect(for: call.facts, own: own, ofTrace: ofTrace)
    decisions.append(Decision(source: .again(number), facts: call.facts, parts: found.parts, isRemembered: false))
  }

  /// What began to wait before this is not made to wait any longer.
  var earliestToWait: Nanoseconds { clock.elapsed + limits.quiet - limits.longestWait }

  /// The parts that belong to a call, in order of time, then of arrival.
  private func collect(
    for facts: AssemblyFacts, own: UInt64, ofTrace: UInt64
  ) -> (parts: [AssembledPart], oldest: UInt64) {
    if own == 0, ofTrace == 0 { return ([], .max) }
    var found: [(number: UInt64, part: AssembledPart)] = []
    parts.collect(from: own, most: limits.partsOfCall, into: &found) { _ in true }
    parts.collect(from: ofTrace, most: limits.partsOfCall, into: &found) { isContext($0.time, of: facts) }
    let oldest = found.lazy.map(\.number).min() ?? .max
    found.sort { ($0.part.time, $0.number) < ($1.part.time, $1.number) }
    return (found.map(\.part), oldest)
  }

  /// Whether a retrieval that ended then can have fed the call.
  func isContext(_ end: Nanoseconds, of facts: AssemblyFacts) -> Bool {
    let (latest, overflow) = facts.start.addingReportingOverflow(limits.tolerance)
    return overflow || end <= latest
  }
}
