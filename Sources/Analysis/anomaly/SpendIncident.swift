package import CallModel

/// Spend of one scope beyond what is usual for it.
package struct SpendIncident: Hashable, Sendable {
  package enum Phase: String, Sendable, Codable { case began, worsened, ended }

  package var scope: Scope
  package var phase: Phase
  package var resolution: SpendResolution
  /// The feature that is farthest out, with what it was and its usual range, in dollars a bucket.
  package var surprise: Surprise
  /// The begin of the first bucket that was out.
  package var began: Nanoseconds
  /// The end of the bucket that brought this.
  package var at: Nanoseconds
  /// What was spent so far above what is at most usual.
  package var excess: NanoDollars
  /// What is at most usual, from before the incident; for a throttle that caps spend at it.
  package var usualRate: SpendRate
  /// Whether the caller had been silent for much longer than it is used to.
  package var isRestart: Bool

  init(scope: Scope, phase: Phase, resolution: SpendResolution, incident: SpendDetector.Incident, at: Nanoseconds) {
    self.scope = scope
    self.phase = phase
    self.resolution = resolution
    surprise = incident.surprise
    began = incident.began
    self.at = at
    excess = NanoDollars(dollars: incident.excess)
    usualRate = SpendRate(NanoDollars(dollars: incident.ceiling), per: resolution.width)
    isRestart = incident.isRestart
  }

  /// The evidence as a sentence for a person.
  package var explanation: String {
    let low = dollars(surprise.usual.low)
    let high = dollars(surprise.usual.high)
    let above =
      surprise.usual.width > 0 && surprise.value > surprise.usual.high
      ? "\(percent((surprise.value - surprise.usual.high) / surprise.usual.width)) of that range above it"
      : "out of that range"
    return
      "\(surprise.feature.sentence(at: resolution, amount: dollars(surprise.value))); all but one occasion of late lay "
      + "between \(low) and \(high): it is \(above)\(isRestart ? ", after an unusually long silence" : ""). "
      + "Excess spend so far: \(dollars(excess.dollars))"
  }
}

extension SeriesFeature {
  fileprivate func sentence(at resolution: SpendResolution, amount: String) -> String {
    let span = resolution.span
    return switch self {
    case .value: "spend in the last \(span) was \(amount)"
    case .median: "spend in two of the last three stretches of \(resolution.one) was \(amount) or more"
    case .mean: "spend in the last \(resolution.day) was \(amount) \(resolution.each)"
    case .jump: "spend rose by \(amount) from one \(span) to the next"
    case .spread: "spend varies by \(amount) from one \(span) to the next"
    case .hourOfDay:
      "spend in the last \(resolution.half) was \(amount) \(resolution.each) more than is usual at this hour of the day"
    case .hourOfWeek:
      "spend in the last \(resolution.half) was \(amount) \(resolution.each) more than is usual at this hour of the week"
    }
  }
}

extension SpendResolution {
  fileprivate var span: String { ["five minutes", "hour", "day"][rawValue] }
  fileprivate var one: String { ["five minutes", "an hour", "a day"][rawValue] }
  fileprivate var each: String { ["each five minutes", "an hour", "a day"][rawValue] }
  /// 24 buckets.
  fileprivate var day: String { ["two hours", "day", "24 days"][rawValue] }
  /// 12 buckets.
  fileprivate var half: String { ["hour", "twelve hours", "twelve days"][rawValue] }
}

extension NanoDollars {
  /// Saturating; what is no number is nothing.
  init(dollars: Double) {
    let nano = dollars * 1e9
    self.init(nano >= 9.2e18 ? .max : nano > -9.2e18 ? Int64(nano) : 0)
  }
}

private func percent(_ share: Double) -> String {
  share < 10 ? "\(Int((share * 100).rounded())) %" : "\(Int(min(share, 1e9).rounded())) times"
}

/// With two digits after the point, or three that count where it is less than a dollar.
private func dollars(_ amount: Double) -> String {
  guard abs(amount) < 1e12 else { return "$\(amount)" }
  var scale = 100.0
  while amount != 0, abs(amount) * scale < 100, scale < 1e9 { scale *= 10 }
  let whole = Int64((abs(amount) * scale).rounded())
  let digits = String(Int64(scale)).utf8.count - 1
  let fraction = String(whole % Int64(scale))
  let sign = amount < 0 && whole > 0 ? "-" : ""
  return "\(sign)$\(whole / Int64(scale)).\(String(repeating: "0", count: digits - fraction.utf8.count))\(fraction)"
}
