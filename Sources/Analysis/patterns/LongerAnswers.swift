internal import CallModel
internal import Glibc

/// Finds routes and callers whose answers suddenly grow: an injected prompt, a lost stop sequence.
///
/// An answer is long when it has over 1.4 times the length that 95 of 100 stay below. That it is
/// has a chance of at most 5 % while nothing changes; three bets against that, at 20 %, 50 % and
/// 80 %, are summed by Shiryaev's and Roberts' rule R ← (R + 1) · e, and their mean is an e-detector
/// (Shin, Ramdas and Rinaldo 2022): with alarms at R ≥ 20,000 a scope without change is told of
/// once in 20,000 calls or less often, on average. That assumes the learned length is right and
/// that long answers do not come in series by themselves. Bound: 2,000 scopes, 60 bytes each.
struct LongerAnswers: Sendable {
  fileprivate struct Scope: Sendable {
    var usual = UsualLength()
    var bets = (0.0, 0.0, 0.0)
    /// Since the bets were last worth nothing.
    var calls = 0
    var long = 0
    /// How many calls are not told of any more.
    var muted = 0
    var last: Nanoseconds = 0
  }

  static let callsPerAlarm = 20_000.0
  static let muted = 500
  /// Half a power of two.
  fileprivate static let clearly = 0.5
  fileprivate static let chance = 0.05
  private static let capacity = 2_000

  private var scopes: [UInt64: Scope] = [:]

  mutating func observe(_ call: PatternCall, key: UInt64) -> PatternFinding? {
    guard !call.hasFailed, let tokens = call.usage.output, tokens > 0 else { return nil }
    if scopes[key] == nil {
      if scopes.count >= Self.capacity { scopes = scopes.filter { call.at - $0.value.last < .days(7) } }
      guard scopes.count < Self.capacity else { return nil }
      scopes[key] = Scope()
    }
    guard let place = scopes.index(forKey: key) else { return nil }
    return scopes.values[place].observe(log2(Double(tokens)), call)
  }
}

extension LongerAnswers.Scope {
  fileprivate mutating func observe(_ length: Double, _ call: PatternCall) -> PatternFinding? {
    last = max(last, call.at)
    defer { usual.learn(length) }
    guard usual.isKnown else { return nil }
    if muted > 0 {
      muted -= 1
      return nil
    }
    let isLong = length > usual.logarithm + LongerAnswers.clearly
    bets = (worth(bets.0, 0.2, isLong), worth(bets.1, 0.5, isLong), worth(bets.2, 0.8, isLong))
    let worth = (bets.0 + bets.1 + bets.2) / 3
    calls += 1
    if isLong { long += 1 }
    if worth >= LongerAnswers.callsPerAlarm {
      defer {
        bets = (0, 0, 0)
        calls = 0
        long = 0
        muted = LongerAnswers.muted
      }
      return PatternFinding(
        .longerAnswers, of: call,
        evidence:
          "\(long) of the last \(calls) answers were longer than \(Int(power(usual.logarithm + LongerAnswers.clearly))) tokens; "
          + "95 of 100 stayed below \(Int(usual.tokens)) before")
    }
    if worth < 1 {
      calls = 0
      long = 0
    }
    return nil
  }

  private func worth(_ before: Double, _ bet: Double, _ isLong: Bool) -> Double {
    (before + 1) * (isLong ? bet / LongerAnswers.chance : (1 - bet) / (1 - LongerAnswers.chance))
  }
}

/// Two to a power.
func power(_ exponent: Double) -> Double { exp2(min(max(exponent, -60), 60)) }
