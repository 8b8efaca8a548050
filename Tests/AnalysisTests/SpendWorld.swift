import Analysis
import CallModel
import Glibc

/// Callers that spend as callers do, and what can go wrong with them.
struct SpendWorld {
  enum Habit: String, CaseIterable { case office, steady, nightly }

  enum Fault: String, CaseIterable {
    case none, burst, price, doubling
  }

  var habit: Habit
  var callsPerDay: Double
  var fault = Fault.none
  /// When the fault begins; 10:05 on a Wednesday, or 2:05 for the nightly.
  var faultAt: Nanoseconds { .days(41) + (habit == .nightly ? .hours(2) : .hours(10)) + .minutes(5) }

  /// In units of the day's mean; 1970 began on a Thursday.
  private func shape(_ now: Nanoseconds) -> Double {
    let hour = now / .hours(1) % 24
    let isWeekend = [2, 3].contains(now / .days(1) % 7)
    return switch habit {
    case .steady: 1
    case .office: (8..<18).contains(hour) ? (isWeekend ? 0.24 : 2.4) : 0.02
    case .nightly: (2..<4).contains(hour) ? 12 : 0
    }
  }

  /// Plays some days, ticking every five minutes, and says what the board told of.
  func play(days: Int64, seed: UInt64, board: inout SpendAnomalyBoard, scope: Scope) -> [SpendIncident] {
    // Streams of neighbouring seeds are the same one, a step apart.
    var random = SeededGenerator(seed: seed << 40)
    var told: [SpendIncident] = []
    for step in 0..<days * 288 {
      let now = step * .minutes(5)
      told += board.tick(at: now)
      var rate = callsPerDay / 288 * shape(now)
      var price = 0.01
      if now >= faultAt {
        switch fault {
        case .none: break
        case .burst: if now < faultAt + .minutes(20) { rate *= 10 }
        case .price: price *= 5
        case .doubling: rate *= 2
        }
      }
      for _ in 0..<random.poisson(rate) {
        let offset = Nanoseconds(random.unit() * 299e9)
        // In order: the board takes time as it comes, and a step back of less is a late call.
        board.observe(scope: scope, cost: NanoDollars(Int64(price * random.lognormal() * 1e9)), at: now + offset)
      }
    }
    return told
  }
}

extension SeededGenerator {
  mutating func poisson(_ mean: Double) -> Int {
    if mean <= 0 { return 0 }
    // By waiting times: exact, and quick enough for small means.
    var waited = 0.0
    var count = -1
    while waited < mean {
      waited -= log(1 - unit())
      count += 1
    }
    return count
  }

  mutating func normal() -> Double {
    (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
  }

  /// With median 1 and σ 1.
  mutating func lognormal() -> Double { exp(normal()) }
}
