internal import Analysis
internal import CallModel

/// The bands of sessions and of strata.
enum ScopeBands {
  /// Sessions of about five calls, of which 5 % are bad and fail 60 % of their calls: 3 % in all,
  /// known exactly.
  ///
  /// - Parameter asSessions: whether a session is one bet, or each call.
  static func sessions(days: Int, seed: UInt64, asSessions: Bool, perDay: Double = 8_160) -> Int {
    let level = ReferenceLevel(objective: 0.03, smallestShift: 0.02)
    var random = Randomness(seed: seed)
    var detector = ShiftDetector()
    var bets = SessionBets<UInt64>()
    var now = 864_000.0
    let end = now + Double(days) * 86_400
    var session: UInt64 = 0
    var alarms = 0
    while now < end {
      now += random.exponential() * 86_400 / perDay
      session += 1
      let ratio = random.happens(0.05) ? 0.6 : 0.0
      let calls = 1 + random.poisson(4)
      for call in 0..<calls {
        let moment = Nanoseconds((now + Double(call) * 0.5) * 1e9)
        let failed = random.happens(ratio)
        if asSessions {
          for closed in bets.add(failed ? 1 : 0, to: session, at: moment) {
            let alarm = detector.observe(
              mean: closed.mean, level: level, share: 1, falseAlarmEvery: .days(30), at: moment)
            if alarm != nil { alarms += 1 }
          }
        } else if detector.observe(failed: failed, level: level, share: 1, falseAlarmEvery: .days(30), at: moment)
          != nil
        {
          alarms += 1
        }
      }
    }
    return alarms
  }

  /// Two strata: a fifth of the calls fails 6 % and is always judged, the others fail 2.25 % and
  /// every tenth is judged.
  struct Strata {
    /// What each stratum's ratio is multiplied by.
    var factors = (1.0, 1.0)
    /// The share of calls in the first.
    var mix = 0.2
  }

  static func strataNull(days: Int, seed: UInt64) -> Int {
    var world = RatioWorld(.constant, seed: seed)
    var signals = fresh
    let begin = world.now + 10 * 86_400
    var alarms = 0
    while world.now < begin + Double(days) * 86_400 {
      if pass(&world, &signals, Strata()), world.now >= begin { alarms += 1 }
    }
    return alarms
  }

  /// The share of `shifts` that gave an alarm within 48 hours.
  static func strataFound(_ after: Strata, shifts: Int, seed: UInt64) -> Double {
    var world = RatioWorld(.constant, seed: seed)
    var signals = fresh
    var times = Randomness(seed: seed &+ 1_000)
    var due = world.now + 18 * 86_400
    var tried = 0
    var found = 0
    while tried < shifts {
      _ = pass(&world, &signals, Strata())
      guard world.now >= due else { continue }
      due = world.now + 86_400 * (1 + times.unit())
      var other = world
      other.random = Randomness(seed: times.next())
      var watched = signals
      var isFound = false
      while !isFound, other.now < world.now + 172_800 { isFound = pass(&other, &watched, after) }
      tried += 1
      if isFound { found += 1 }
    }
    return Double(found) / Double(max(1, tried))
  }

  private static var fresh: [RatioSignal] { [RatioSignal(ShiftSettings()), RatioSignal(ShiftSettings())] }

  private static func pass(_ world: inout RatioWorld, _ signals: inout [RatioSignal], _ strata: Strata) -> Bool {
    _ = world.next()
    let isFirst = world.random.happens(strata.mix)
    guard isFirst || world.random.happens(0.1) else { return false }
    let failed = world.random.happens(isFirst ? 0.06 * strata.factors.0 : 0.0225 * strata.factors.1)
    return signals[isFirst ? 0 : 1].observe(failed ? 1 : 0, share: 0.5, learns: true, at: world.moment) != nil
  }
}
