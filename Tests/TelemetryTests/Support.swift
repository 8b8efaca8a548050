import CallModel

@testable import Telemetry

/// The tables and the names that the tests' calls use.
struct World {
  let symbols = Symbols()

  func call(
    _ route: String = "checkout", provider: String = "openai", model: String = "gpt-4o", outcome: Outcome = .ok,
    error: String = "", duration: Nanoseconds? = nil, usage: TokenUsage = TokenUsage(), cost: Int64? = nil
  ) -> CallRecord {
    var call = CallRecord()
    call.operation = .chat
    call.route = symbols.routes.intern(route)
    call.provider = symbols.providers.intern(provider)
    call.model = symbols.models.intern(model)
    call.errorType = symbols.errors.intern(error)
    call.outcome = outcome
    call.duration = duration
    call.usage = usage
    call.cost = cost.map { NanoDollars($0) }
    return call
  }
}

let start: Nanoseconds = .seconds(1_750_000_020)

extension [MetricFamily] {
  /// The value of the series with these label values.
  func value(_ name: String, _ labelValues: String...) -> MetricPoint.Value? {
    first { $0.name == name }?.points.first { $0.labelValues == labelValues }?.value
  }

  func number(_ name: String, _ labelValues: String...) -> Double? {
    let point = first { $0.name == name }?.points.first { $0.labelValues == labelValues }
    guard case .number(let number) = point?.value else { return nil }
    return number
  }

  func points(_ name: String) -> [MetricPoint] { first { $0.name == name }?.points ?? [] }
}

extension MetricPoint.Value {
  var quantiles: [Double]? {
    guard case .summary(let quantiles, _, _) = self else { return nil }
    return quantiles.map(\.value)
  }

  var count: UInt64? {
    switch self {
    case .number: nil
    case .summary(_, _, let count): count
    case .histogram(let histogram, _): histogram.count
    }
  }

  var sum: Double? {
    switch self {
    case .number: nil
    case .summary(_, let sum, _): sum
    case .histogram(let histogram, _): histogram.sum
    }
  }
}
