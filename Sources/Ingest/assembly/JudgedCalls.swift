internal import CallModel

/// A call that was judged, for as long as a late part may make it be judged again.
struct JudgedCall: Sendable {
  enum Again: Sendable {
    /// No late part has come.
    case no
    /// It waits, at that place, for its late parts to be all in.
    case waiting(Int)
    /// It was judged a second time: never a third.
    case done
  }

  let facts: AssemblyFacts
  let at: Nanoseconds
  /// The number of the call judged before it in the same trace; 0 if there is none.
  let previousOfTrace: UInt64
  /// The number of the oldest part that it was judged with; `.max` if there was none.
  let oldestPart: UInt64
  var again = Again.no
}
