package import CallModel

/// What the assembly must know of a call that is to be judged.
package struct AssemblyFacts: Hashable, Sendable {
  /// The call's number in the index.
  package var id: Int64
  package var trace: TraceID
  package var span: SpanID
  /// When the call began, by the caller's clock: only retrievals that ended before are its context.
  package var start: Nanoseconds
  /// Whether the call's own span carries its input.
  package var hasInput: Bool
  /// Whether the call's own span carries its output; also true where none can come (embeddings,
  /// a call that failed), so that nobody waits for it.
  package var hasOutput: Bool

  package init(
    id: Int64, trace: TraceID, span: SpanID, start: Nanoseconds, hasInput: Bool, hasOutput: Bool
  ) {
    self.id = id
    self.trace = trace
    self.span = span
    self.start = start
    self.hasInput = hasInput
    self.hasOutput = hasOutput
  }

  /// Whether events and repeated spans can add nothing: content on the span itself wins.
  var isComplete: Bool { hasInput && hasOutput }
}
