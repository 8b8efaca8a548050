internal import CallModel

/// What all calls would cost, by what the admitted ones did since the last step.
///
/// A call that came through while a share `s` was admitted stands for `1/s` of them, so demand is
/// Σ cost/s over the time (Horvitz and Thompson, Journal of the American Statistical Association
/// 47, 1952). Calls are taken to come independently of each other, which makes Σ (cost/s)² the
/// variance of that sum; one call of the usual cost is added to both ends, so that a short silence
/// proves nothing. An estimate of what would be, in floating point: the money that was spent is
/// counted elsewhere, exactly.
struct SpendProjection: Sendable, Codable {
  /// Demand in dollars an hour, with the ends of a 95 % interval.
  struct Demand {
    var lower: Double
    var estimate: Double
    var upper: Double
  }

  private static let z = 1.96

  /// In dollars an hour.
  var limit: Double
  /// What a call cost on average when the throttle began, in dollars.
  private let usualCost: Double
  private var sum = 0.0
  private var squares = 0.0
  private(set) var calls = 0
  private var begun: Nanoseconds

  /// - Parameters:
  ///   - limit: dollars an hour.
  ///   - usualCost: dollars a call; 0 where it is not known.
  init(limit: Double, usualCost: Double, at now: Nanoseconds) {
    self.limit = max(0, limit)
    self.usualCost = max(0, usualCost)
    begun = now
  }

  /// Starts to count anew: a step was made.
  mutating func begin(at now: Nanoseconds) {
    sum = 0
    squares = 0
    calls = 0
    begun = now
  }

  mutating func record(_ cost: NanoDollars, admittedShare share: Double) {
    let weighted = max(0, cost.dollars) / clamp(share, 0.001, 1)
    sum += weighted
    squares += weighted * weighted
    calls += 1
  }

  /// Lets what is old weigh half: where no step is made for long, demand may be another by now.
  mutating func age(after horizon: Nanoseconds, at now: Nanoseconds) {
    let elapsed = now - begun
    guard elapsed > horizon else { return }
    sum /= 2
    squares /= 2
    calls /= 2
    begun = now - elapsed / 2
  }

  /// - Parameter share: what has been admitted since `begin`.
  func demand(admittedShare share: Double, at now: Nanoseconds) -> Demand {
    let hours = max((now - begun).inSeconds, 1e-3) / 3_600
    let one = (calls > 0 ? max(usualCost, squares / max(sum, 1e-12) * share) : usualCost) / clamp(share, 0.001, 1)
    let spread = Self.z * (squares + one * one).squareRoot()
    return Demand(
      lower: max(0, sum - one - spread) / hours, estimate: sum / hours, upper: (sum + one + spread) / hours)
  }

  /// Whether a projection that was read back can be used.
  func isSound(at now: Nanoseconds) -> Bool {
    begun >= 0 && begun <= now && [limit, usualCost, sum, squares].allSatisfy { $0 >= 0 && $0.isFinite } && calls >= 0
  }
}
