package import CallModel

/// How long the assembly waits and how much it keeps; every bound says what happens beyond it.
package struct AssemblyLimits: Hashable, Sendable {
  /// A call is judged when nothing has come for it for so long (`assembly.quiet`).
  package var quiet = Nanoseconds.seconds(2)
  /// A call waits no longer than this, however its parts trickle in.
  package var longestWait = Nanoseconds.seconds(20)
  /// A retrieval is context if it ended at most so long after the call began. Some SDKs write
  /// milliseconds, so the end of the one may be rounded past the start of the other.
  package var tolerance = Nanoseconds.milliseconds(1)

  /// Bytes of parts, each with `KeptPart.overhead` on top; beyond it the oldest are dropped.
  package var partBytes = 32 << 20
  /// Parts older than this are dropped: the call they belong to was not sampled, or never ended.
  package var partAge = Nanoseconds.minutes(10)
  /// A call gets the newest so many of its own parts, and of its trace's retrievals.
  package var partsOfCall = 256
  /// Calls that wait for their first judgement; beyond it the one that is quiet longest is judged.
  package var waitingCalls = 20_000
  /// Judged calls that late parts can still find; beyond it the oldest are forgotten.
  package var judgedCalls = 50_000
  /// Judged calls are forgotten after this.
  package var judgedAge = Nanoseconds.seconds(60)
  /// A late retrieval reaches the so many calls of its trace that were judged last.
  package var callsOfTrace = 64

  package init() {}

  /// The same limits, with none that would make sums of two overflow or a wait without end.
  var sane: AssemblyLimits {
    var limits = self
    limits.quiet = min(max(quiet, 0), .hours(1))
    limits.longestWait = min(max(longestWait, limits.quiet), .hours(2))
    limits.tolerance = min(max(tolerance, 0), .hours(1))
    limits.partAge = min(max(partAge, 0), .days(1))
    limits.judgedAge = min(max(judgedAge, 0), .days(1))
    limits.partBytes = max(partBytes, 0)
    return limits
  }
}
