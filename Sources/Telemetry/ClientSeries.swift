import CallModel

/// The labels of `gen_ai_client_operation_duration_seconds` (OTel GenAI metrics 1.41).
struct ClientDurationLabels: SeriesLabels {
  /// Stands for OTel's `_OTHER`: the call failed, and nobody said of what.
  static let unnamedError = Symbol(id: .max)

  var operation: Operation
  var provider: Symbol
  var model: Symbol
  /// `Symbol.none` if the call did not fail.
  var error: Symbol

  init(_ call: CallRecord) {
    operation = call.operation
    provider = call.provider
    model = call.model
    error = call.errorType == .none && call.outcome == .error ? Self.unnamedError : call.errorType
  }

  var folded: Self {
    var labels = self
    labels.provider = .other
    labels.model = .other
    if error != .none && error != Self.unnamedError { labels.error = .other }
    return labels
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(error, provider, model, salt: UInt64(operation.rawValue))
  }
}

/// The labels of `gen_ai_client_token_usage` but for `gen_ai_token_type`.
struct ClientTokenLabels: SeriesLabels {
  var operation: Operation
  var provider: Symbol
  var model: Symbol

  init(_ call: CallRecord) {
    operation = call.operation
    provider = call.provider
    model = call.model
  }

  var folded: Self {
    var labels = self
    labels.provider = .other
    labels.model = .other
    return labels
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(.none, provider, model, salt: UInt64(operation.rawValue))
  }
}

/// Tokens a call, in and out.
struct ClientTokenSeries: Sendable {
  var input = TracedHistogram()
  var output = TracedHistogram()

  mutating func record(_ call: CallRecord, at now: Nanoseconds) {
    if let tokens = call.usage.input { input.record(Double(tokens), AdvisedBounds.tokens, call, at: now) }
    if let tokens = call.usage.output { output.record(Double(tokens), AdvisedBounds.tokens, call, at: now) }
  }
}

/// The bucket bounds that OTel advises for GenAI client metrics.
enum AdvisedBounds {
  /// Seconds: 10 ms and thirteen doublings.
  static let duration = [
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
  ]
  /// Powers of four up to 4¹³.
  static let tokens: [Double] = [
    1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
  ]
}
