internal import CallModel

/// A world of judged calls: when they come, and how likely each is to fail.
///
/// Traffic is Poisson with `10 · 10^sin(2πt/day)` calls a minute, 40,800 a day, times `volume`.
struct RatioWorld: Sendable {
  enum Course: Sendable {
    case constant
    /// 3 + 2·sin % in 28 days.
    case drift
    /// 2 to 4 % over the day, high when traffic is low.
    case daily
    /// The ratio of each hour is another one.
    case jitter(Double)
    /// The drift, seen by an evaluator that fails 5 % of the good and passes 20 % of the bad.
    case noisy
  }

  var course: Course
  var volume: Double
  var random: Randomness
  /// Added to what the provider fails.
  var shift = 0.0
  private(set) var now: Double
  private var minute = -1
  private var rate = 1.0
  private var jitter = 1.0
  private var ratio = 0.0

  private static let base = 0.03

  /// - Parameter start: seconds.
  init(_ course: Course, volume: Double = 1, seed: UInt64, start: Double = 864_000) {
    self.course = course
    self.volume = volume
    random = Randomness(seed: seed)
    now = start
  }

  var moment: Nanoseconds { Nanoseconds(now * 1e9) }

  /// Calls a minute at this time.
  var perMinute: Double { rate }

  /// The next call: whether it failed.
  mutating func next() -> Bool {
    now += random.exponential() * 60 / rate
    let minute = Int(now / 60)
    if minute != self.minute { enter(minute) }
    return random.unit() < ratio
  }

  /// Takes up a shift of the provider's ratio from now on.
  mutating func apply(shift: Double) {
    self.shift = shift
    enter(Int(now / 60))
  }

  private mutating func enter(_ minute: Int) {
    let day = Double(minute) / 1_440
    rate = volume * 10 * raised(10, to: wave(day, period: 1))
    if minute / 60 != self.minute / 60, case .jitter(let size) = course { jitter = max(0, 1 + size * random.normal()) }
    self.minute = minute
    switch course {
    case .constant: ratio = Self.base + shift
    case .drift: ratio = Self.base + 0.02 * wave(day, period: 28) + shift
    case .daily: ratio = Self.base - 0.01 * wave(day, period: 1) + shift
    case .jitter: ratio = Self.base * jitter + shift
    case .noisy: ratio = 0.05 + 0.75 * min(1, Self.base + 0.02 * wave(day, period: 28) + shift)
    }
  }
}
