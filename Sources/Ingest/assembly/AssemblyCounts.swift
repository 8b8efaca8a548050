/// What the assembly could not do, since it started: each is a bound that was hit.
package struct AssemblyCounts: Hashable, Sendable {
  /// Parts dropped for want of room before a call was judged that they belong to, or larger than
  /// all the room there is.
  package var droppedParts: UInt64 = 0
  /// Parts that came for a call that had been judged twice.
  package var lateParts: UInt64 = 0
  /// Calls judged before their quiet was over, since too many waited.
  package var hurriedCalls: UInt64 = 0
  /// Second judgements not made, since a part of the first was gone: the first saw more.
  package var missedJudgements: UInt64 = 0

  package init() {}
}
