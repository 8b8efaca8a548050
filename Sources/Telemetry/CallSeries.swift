import CallModel

/// The labels route, provider and model.
struct CallLabels: SeriesLabels {
  var route: Symbol
  var provider: Symbol
  var model: Symbol

  var folded: Self { Self(route: .other, provider: .other, model: .other) }

  func hash(into hasher: inout Hasher) { hasher.combine(route, provider, model) }
}

/// What is measured of the calls of one route, provider and model.
struct CallSeries: Sendable {
  var outcomes = Tally<Outcome>()
  var duration = DurationSummary()
  var timeToFirstToken = TracedHistogram()
  /// The latest call that failed.
  private(set) var latestError: Exemplar?
  var tokens = TokenTotals()
  /// Nano-dollars; nil until a call was priced.
  var spend: Total?
  var unpriced: UInt64 = 0

  mutating func record(_ call: CallRecord, at now: Nanoseconds) {
    outcomes.add(call.outcome)
    if call.outcome == .error { latestError = Exemplar(call, value: 1, at: now) }
    if let length = call.duration { duration.record(length, at: now) }
    if let wait = call.timeToFirstToken {
      timeToFirstToken.record(wait.inSeconds, AdvisedBounds.duration, call, at: now)
    }
    tokens.record(call.usage)
    if let cost = call.cost {
      Total.add(cost.value, to: &spend)
    } else if call.outcome != .error || !call.usage.isUnknown {
      // A failed call that reports no tokens was, as far as anybody knows, not billed.
      unpriced &+= 1
    }
  }
}

/// Durations: quantiles over a sliding window, sum and count over all time.
struct DurationSummary: Sendable {
  static let quantiles = [0.5, 0.95, 0.99]

  private(set) var count: UInt64 = 0
  private var sum = Total()
  private var window = SlidingHistogram()

  mutating func record(_ length: Nanoseconds, at now: Nanoseconds) {
    guard length >= 0 else { return }
    count &+= 1
    sum.add(length)
    window.record(length.inSeconds, at: now)
  }

  mutating func trim(at now: Nanoseconds) { window.trim(at: now) }

  /// The window holds no memory.
  var isIdle: Bool { window.isEmpty }

  /// In seconds; a quantile of an empty window is not a number, as Prometheus' clients have it.
  func value(at now: Nanoseconds) -> MetricPoint.Value {
    let recent = window.merged(at: now)
    return .summary(
      quantiles: Self.quantiles.map { ($0, recent.quantile($0) ?? .nan) }, sum: sum.divided(by: 1e9), count: count)
  }
}

/// Tokens by type; a type is nil until a call has reported it, since unknown is not zero.
struct TokenTotals: Sendable {
  private var input: Total?
  private var output: Total?
  private var cacheRead: Total?
  private var cacheWrite: Total?
  private var reasoning: Total?

  mutating func record(_ usage: TokenUsage) {
    Total.add(usage.input, to: &input)
    Total.add(usage.output, to: &output)
    Total.add(usage.cacheRead, to: &cacheRead)
    Total.add(usage.cacheWrite, to: &cacheWrite)
    Total.add(usage.reasoning, to: &reasoning)
  }

  /// The known totals with the value of the label `type`.
  var known: [(type: String, total: Total)] {
    let all = [
      ("input", input), ("output", output), ("cache_read", cacheRead), ("cache_write", cacheWrite),
      ("reasoning", reasoning),
    ]
    return all.compactMap { type, total in total.map { (type, $0) } }
  }
}
