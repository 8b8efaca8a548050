public import CallModel

/// A verdict with the facts of the call that it is on, without what was asked and answered.
///
/// The explanation is the evaluator's sentence: it may quote a few words of the answer.
public struct JudgedAnswer: Hashable, Sendable {
  public var trace: TraceID
  public var span: SpanID
  public var dimensions: Dimensions
  /// The evaluator's name in the configuration.
  public var evaluator: String
  public var verdict: Verdict
  /// Why the call was judged, and how likely that was.
  public var sample: Sample
  /// When the verdict was given.
  public var at: Nanoseconds

  public init(
    trace: TraceID, span: SpanID, dimensions: Dimensions, evaluator: String, verdict: Verdict, sample: Sample,
    at: Nanoseconds
  ) {
    self.trace = trace
    self.span = span
    self.dimensions = dimensions
    self.evaluator = evaluator
    self.verdict = verdict
    self.sample = sample
    self.at = at
  }
}
