/// One recorded value with the call that made it: the way from a metric to a trace
/// (OpenMetrics 1.0 and OTel data model, exemplars).
public struct Exemplar: Hashable, Sendable {
  public var trace: TraceID
  /// `SpanID.invalid` if it is unknown.
  public var span: SpanID
  /// What was recorded, in the metric's base unit; of a counter, what was added.
  public var value: Double
  /// When it was recorded, by our clock.
  public var at: Nanoseconds

  public init(trace: TraceID, span: SpanID, value: Double, at: Nanoseconds) {
    self.trace = trace
    self.span = span
    self.value = value
    self.at = at
  }
}
