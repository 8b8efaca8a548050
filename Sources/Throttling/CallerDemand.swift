internal import CallModel

/// How often each caller asks under one throttle, and from it each caller's fair part.
///
/// Max-min fairness (Bertsekas, Gallager, Data Networks, section 6.5): nobody who asks for less
/// than the level is refused, and those above it all get the level. With an admitted share `s` the
/// level `L` is such that Σ min(rateᵢ, L) = s · Σ rateᵢ.
///
/// At most `capacity` callers are counted; where another comes, the smallest makes room and leaves
/// it its count (Metwally, Agrawal, El Abbadi, ICDT 2005), so a caller who asks for much is never
/// missed. One who is not counted asks for little.
package struct CallerDemand: Sendable {
  private struct Count: Sendable {
    var caller: String
    var calls: Double
  }

  static let capacity = 64
  private static let timeConstant = Nanoseconds.minutes(2)

  private var counts: [Count] = []
  private var total = 0.0
  private var updated: Nanoseconds

  init(at now: Nanoseconds) { updated = now }

  /// A caller's call came through while this share of its calls was admitted.
  mutating func record(_ caller: String, admittedShare share: Double, at now: Nanoseconds) {
    decay(to: now)
    let calls = 1 / clamp(share, 0.001, 1)
    total += calls
    if let place = counts.firstIndex(where: { $0.caller == caller }) {
      counts[place].calls += calls
    } else if counts.count < Self.capacity {
      counts.append(Count(caller: caller, calls: calls))
    } else if let smallest = counts.indices.min(by: { counts[$0].calls < counts[$1].calls }) {
      counts[smallest] = Count(caller: caller, calls: counts[smallest].calls + calls)
    }
  }

  /// The share of a caller's calls that is admitted where `share` of all is.
  ///
  /// Before anybody has been counted it is the same for all.
  func share(of caller: String?, admitting share: Double) -> Double {
    guard total > 0, share < 1, let caller else { return share }
    // Overestimated counts may add up to more than there is.
    let sum = max(total, counts.reduce(0) { $0 + $1.calls })
    let level = level(share * sum, uncounted: sum - counts.reduce(0) { $0 + $1.calls })
    guard let mine = counts.first(where: { $0.caller == caller })?.calls else { return 1 }
    return mine > level ? level / mine : 1
  }

  /// Water poured into the callers' demands until `supply` is used up.
  private func level(_ supply: Double, uncounted: Double) -> Double {
    var left = supply - uncounted
    guard left > 0 else { return 0 }
    let demands = counts.map(\.calls).sorted()
    for (index, demand) in demands.enumerated() {
      let each = left / Double(demands.count - index)
      if demand >= each { return each }
      left -= demand
    }
    return .infinity
  }

  private mutating func decay(to now: Nanoseconds) {
    guard now > updated else { return }
    let factor = exponential(-(now - updated).inSeconds / Self.timeConstant.inSeconds)
    updated = now
    total *= factor
    for place in counts.indices { counts[place].calls *= factor }
    counts.removeAll { $0.calls < 1e-3 }
  }
}
