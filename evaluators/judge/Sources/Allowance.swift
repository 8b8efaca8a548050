internal import CallModel

/// What the judge may spend and ask: money in a period, and requests in a stretch of time.
///
/// A request is paid with its estimate before it is sent, and settled when its usage is known.
struct Allowance: Sendable {
  /// At most so much in each period; periods begin at multiples of their length since 1970, days at 0:00 UTC.
  struct Budget: Hashable, Sendable {
    var limit: NanoDollars
    var period: Nanoseconds
  }

  enum Denial: Hashable, Sendable {
    /// The budget does not hold the estimate.
    case money
    case requests
  }

  /// What a request took, to be given back in part.
  struct Reservation: Hashable, Sendable {
    fileprivate var period: Int64
    var estimate: NanoDollars
  }

  let budget: Budget?
  private var requests: RequestWindow?
  private var period: Int64 = .min
  /// In the current period, open reservations included.
  private(set) var spent = NanoDollars.zero

  init(budget: Budget?, rate: RequestWindow?) {
    self.budget = budget
    requests = rate
  }

  /// Takes the cost of a request that is about to be sent.
  mutating func reserve(_ estimate: NanoDollars, at now: Nanoseconds) -> Result<Reservation, Denial> {
    if let budget {
      let current = now / budget.period
      if current > period {
        period = current
        spent = .zero
      }
      guard spent + estimate <= budget.limit else { return .failure(.money) }
    }
    if requests?.take(at: now) == false { return .failure(.requests) }
    spent += estimate
    return .success(Reservation(period: period, estimate: estimate))
  }

  /// Puts what a request cost in place of its estimate.
  mutating func settle(_ reservation: Reservation, cost: NanoDollars) {
    guard reservation.period == period else { return }
    spent += NanoDollars(cost.value - reservation.estimate.value)
  }
}

extension Allowance.Denial: Error {}

/// At most so many requests in any stretch of time of one length, in steps of a sixtieth of it.
struct RequestWindow: Sendable {
  private static let steps = 60

  let most: Int
  let window: Nanoseconds
  private var counts = [Int](repeating: 0, count: steps + 1)
  private var step: Int64 = .min

  init(most: Int, window: Nanoseconds) {
    self.most = most
    self.window = window
  }

  /// Counts a request, unless there were as many as may be.
  mutating func take(at now: Nanoseconds) -> Bool {
    let current = now / max(1, window / Int64(Self.steps))
    if current > step {
      // The oldest step counts whole, although only a part of it lies in the window.
      let passed = step == .min ? Int64(counts.count) : min(current - step, Int64(counts.count))
      for back in 0..<passed { counts[slot(current - back)] = 0 }
      step = current
    }
    guard counts.reduce(0, +) < most else { return false }
    counts[slot(step)] += 1
    return true
  }

  private func slot(_ step: Int64) -> Int {
    let count = Int64(counts.count)
    return Int((step % count + count) % count)
  }
}
