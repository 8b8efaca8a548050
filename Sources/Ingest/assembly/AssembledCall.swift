/// A call that is to be judged now, with the parts that were found for it.
package struct AssembledCall<Call: Sendable, Memory: Sendable>: Sendable {
  package enum Source: Sendable {
    /// Judged for the first time.
    case fresh(Call)
    /// Judged before: its verdicts of then are to be replaced.
    case again(Memory)
  }

  package var source: Source
  package var facts: AssemblyFacts
  /// In order of time, then of arrival.
  package var parts: [AssembledPart]

  package var isAgain: Bool { if case .again = source { true } else { false } }
}
