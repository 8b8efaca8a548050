internal import Analysis
internal import CallModel

/// The bands of one fail ratio: how often there is an alarm without a change, and how fast one
/// with a change.
enum RatioBands {
  /// How often an exact level is called exceeded: 3 % known, 3 % true.
  static func exactNull(days: Int, seed: UInt64, volume: Double = 1) -> Int {
    let level = ReferenceLevel(objective: 0.03, smallestShift: 0.02)
    var world = RatioWorld(.constant, volume: volume, seed: seed)
    var detector = ShiftDetector()
    let end = world.now + Double(days) * 86_400
    var alarms = 0
    while world.now < end {
      let failed = world.next()
      let alarm = detector.observe(
        failed: failed, level: level, share: 1, falseAlarmEvery: .days(30), at: world.moment)
      if alarm != nil { alarms += 1 }
    }
    return alarms
  }

  /// How many alarms a world without a change gives, from its tenth day on; the learner goes on
  /// after each.
  ///
  /// - Parameter losing: the evidence is lost every so many seconds, as by a restart.
  static func null(
    _ course: RatioWorld.Course, days: Int, seed: UInt64, delta: Double = 0.02, volume: Double = 1,
    losing: Double = .infinity
  ) -> Int {
    var world = RatioWorld(course, volume: volume, seed: seed)
    var signal = RatioSignal(ShiftSettings(smallestShift: delta))
    let begin = world.now + 10 * 86_400
    let end = begin + Double(days) * 86_400
    var restart = world.now + losing
    var alarms = 0
    while world.now < end {
      let failed = world.next()
      if world.now >= restart {
        signal.forgetEvidence()
        restart += losing
      }
      if signal.observe(failed ? 1 : 0, share: 1, learns: true, at: world.moment) != nil, world.now >= begin {
        alarms += 1
      }
    }
    return alarms
  }

  /// What it takes to find a shift, over many shifts at random times of the day.
  struct Delays {
    var events: [Double] = []
    var minutes: [Double] = []
    var found: Double = 0

    /// A quantile over all shifts; infinite where so many were not found.
    func events(_ quantile: Double) -> Double { Self.at(quantile, events) }
    func minutes(_ quantile: Double) -> Double { Self.at(quantile, minutes) }

    private static func at(_ quantile: Double, _ values: [Double]) -> Double {
      guard !values.isEmpty else { return .infinity }
      return values.sorted()[min(values.count - 1, Int(quantile * Double(values.count)))]
    }
  }

  /// - Parameters:
  ///   - shift: added to the provider's ratio, for `length` seconds.
  ///   - within: how long an alarm is waited for, in seconds.
  ///   - perMinute: only shifts that begin at such traffic count.
  static func delays(
    _ course: RatioWorld.Course, shift: Double, shifts: Int, seed: UInt64, delta: Double = 0.02, volume: Double = 1,
    length: Double = .infinity, within: Double = 172_800, perMinute: Double = 0, losing: Double = .infinity
  ) -> Delays {
    var world = RatioWorld(course, volume: volume, seed: seed)
    var signal = RatioSignal(ShiftSettings(smallestShift: delta))
    var times = Randomness(seed: seed &+ 1_000)
    // Two weeks and a half to learn, then a shift every day and a half or so.
    var next = world.now + 18 * 86_400
    var restart = world.now + losing
    var delays = Delays()
    while delays.events.count < shifts {
      let failed = world.next()
      if world.now >= restart {
        signal.forgetEvidence()
        restart += losing
      }
      _ = signal.observe(failed ? 1 : 0, share: 1, learns: true, at: world.moment)
      guard world.now >= next else { continue }
      guard world.perMinute >= perMinute else {
        next += 600
        continue
      }
      next = world.now + 86_400 * (1 + times.unit())
      var other = world
      other.random = Randomness(seed: times.next())
      var watched = signal
      let outcome = find(
        in: &other, by: &watched, shift: shift, length: length, within: within, restart: restart, losing: losing)
      delays.events.append(outcome?.events ?? .infinity)
      delays.minutes.append(outcome?.minutes ?? .infinity)
      if outcome != nil { delays.found += 1 / Double(shifts) }
    }
    return delays
  }

  private static func find(
    in world: inout RatioWorld, by signal: inout RatioSignal, shift: Double, length: Double, within: Double,
    restart: Double, losing: Double
  ) -> (events: Double, minutes: Double)? {
    let start = world.now
    var restart = restart
    var events = 0.0
    world.apply(shift: shift)
    while world.now < start + within {
      if world.shift != 0, world.now > start + length { world.apply(shift: 0) }
      let failed = world.next()
      events += 1
      if world.now >= restart {
        signal.forgetEvidence()
        restart += losing
      }
      if signal.observe(failed ? 1 : 0, share: 1, learns: true, at: world.moment) != nil {
        return (events, (world.now - start) / 60)
      }
    }
    return nil
  }
}
