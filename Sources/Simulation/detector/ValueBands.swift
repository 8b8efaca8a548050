internal import Analysis
internal import CallModel

/// The bands of latencies and of money.
enum ValueBands {
  /// A latency: log-normal with a median of 2 s that drifts by 8 % in 28 days, and σ 0.8.
  struct Latency {
    var scale = 1.0
    var sigma = 0.8
  }

  static func latencyNull(days: Int, seed: UInt64, volume: Double = 1) -> Int {
    var world = RatioWorld(.constant, volume: volume, seed: seed)
    var signal = QuantileSignal()
    let begin = world.now + 10 * 86_400
    var alarms = 0
    while world.now < begin + Double(days) * 86_400 {
      let seconds = next(&world, Latency())
      if signal.observe(seconds, share: 1, learns: true, at: world.moment) != nil, world.now >= begin { alarms += 1 }
    }
    return alarms
  }

  static func latencyDelays(_ after: Latency, shifts: Int, seed: UInt64, volume: Double = 1) -> RatioBands.Delays {
    var world = RatioWorld(.constant, volume: volume, seed: seed)
    var signal = QuantileSignal()
    var times = Randomness(seed: seed &+ 1_000)
    var due = world.now + 10 * 86_400
    var delays = RatioBands.Delays()
    while delays.events.count < shifts {
      _ = signal.observe(next(&world, Latency()), share: 1, learns: true, at: world.moment)
      guard world.now >= due else { continue }
      due = world.now + 86_400 * (0.5 + times.unit())
      var other = world
      other.random = Randomness(seed: times.next())
      var watched = signal
      var events = 0.0
      var isFound = false
      while !isFound, other.now < world.now + 172_800 {
        events += 1
        let seconds = next(&other, after)
        isFound = watched.observe(seconds, share: 1, learns: true, at: other.moment) != nil
      }
      delays.events.append(isFound ? events : .infinity)
      delays.minutes.append(isFound ? (other.now - world.now) / 60 : .infinity)
      if isFound { delays.found += 1 / Double(shifts) }
    }
    return delays
  }

  private static func next(_ world: inout RatioWorld, _ latency: Latency) -> Double {
    _ = world.next()
    let median = 2 * latency.scale * (1 + 0.08 * wave(world.now / 86_400, period: 28))
    return median * raised(2.718_281_828_459_045, to: latency.sigma * world.random.normal())
  }

  /// Money: calls of the daily course, days that differ by 12 % and hours by 8 % (autoregressive),
  /// and a cost of Gamma(0.5) for each call.
  struct Money {
    var volume = 1.0
    var cost = 1.0
    private var random: Randomness
    private(set) var minute = 14_400
    private var day = 1.0
    private var hour = 0.0

    init(seed: UInt64) { random = Randomness(seed: seed) }

    mutating func reseed(_ seed: UInt64) { random = Randomness(seed: seed) }

    /// The costs of the calls of the next minute.
    mutating func next() -> [Double] {
      minute += 1
      if minute % 1_440 == 0 { day = max(0.2, 1 + 0.12 * random.normal()) }
      if minute % 60 == 0 { hour = 0.7 * hour + 0.08 * (1 - 0.49).squareRoot() * random.normal() }
      let rate = 10 * raised(10, to: wave(Double(minute) / 1_440, period: 1)) * day * max(0.1, 1 + hour) * volume
      return (0..<random.poisson(rate)).map { _ in 2 * cost * random.gamma(0.5) }
    }
  }

  /// - Parameter change: what happens at each of `shifts` moments; nil counts alarms of `days`.
  static func money(
    _ kind: MeanSignal.Kind, reference: Double, days: Int, shifts: Int, seed: UInt64, change: ((inout Money) -> Void)?
  ) -> (alarms: Int, delays: RatioBands.Delays) {
    var world = Money(seed: seed)
    var signal = MeanSignal(kind, reference: reference)
    var times = Randomness(seed: seed &+ 1_000)
    let begin = world.minute + 30 * 1_440
    var due = Double(begin)
    var alarms = 0
    var delays = RatioBands.Delays()
    while change == nil ? world.minute < begin + days * 1_440 : delays.minutes.count < shifts {
      if pass(&world, &signal), world.minute >= begin { alarms += 1 }
      guard let change, Double(world.minute) >= due else { continue }
      due += 1_440 * (0.5 + times.unit())
      var other = world
      other.reseed(times.next())
      change(&other)
      var watched = signal
      var isFound = false
      while !isFound, other.minute < world.minute + 2_880 { isFound = pass(&other, &watched) }
      delays.minutes.append(isFound ? Double(other.minute - world.minute) : .infinity)
    }
    return (alarms, delays)
  }

  private static func pass(_ world: inout Money, _ signal: inout MeanSignal) -> Bool {
    var isFound = false
    let costs = world.next()
    let start = Nanoseconds.minutes(Int64(world.minute))
    for (place, cost) in costs.enumerated() {
      let moment = start + Int64(place) * (.minutes(1) / Int64(costs.count + 1))
      if signal.observe(cost, share: 1, learns: true, at: moment) != nil { isFound = true }
    }
    return isFound
  }
}
