package import CallModel

/// A group of callers who ask alike: how often, under which names, and how stubbornly they try again.
package struct CallerModel: Sendable {
  package var name: String
  /// Calls a second, retries not counted.
  package var rate: Double
  /// By how much the rate swings over the day, 0 to 1: lowest at midnight, highest at noon.
  package var dailySwing: Double
  package var route: String
  /// What the calls bear as their tenant: the dimension `caller` of alerts and throttles.
  package var tenant: String?
  /// How many times a call is tried in all.
  package var attempts: Int
  /// Full jitter: the wait before the n-th retry is even in 0 to min(longest, first · 2ⁿ), in seconds.
  package var firstWait: Double
  package var longestWait: Double
  /// What the provider's price is multiplied with.
  package var size: Double
  /// Times of arrival in place of `rate`, ascending; they are played once.
  package var arrivals: [Nanoseconds]
  package var incidents: [Incident]

  /// While it lasts the callers ask more often, for more, or for what goes wrong.
  package struct Incident: Sendable {
    package var spell: Spell
    /// What the rate is multiplied with.
    package var traffic: Double
    /// What the size of a call is multiplied with.
    package var size: Double
    /// The share of their answers that are bad because of what they ask, beside the provider's own.
    package var fails: Double

    package init(_ spell: Spell, traffic: Double = 1, size: Double = 1, fails: Double = 0) {
      self.spell = spell
      self.traffic = traffic
      self.size = size
      self.fails = fails
    }
  }

  package init(
    name: String, rate: Double, dailySwing: Double = 0, route: String = "checkout", tenant: String? = nil,
    attempts: Int = 6, firstWait: Double = 1, longestWait: Double = 60, size: Double = 1,
    arrivals: [Nanoseconds] = [], incidents: [Incident] = []
  ) {
    self.name = name
    self.rate = rate
    self.dailySwing = dailySwing
    self.route = route
    self.tenant = tenant
    self.attempts = attempts
    self.firstWait = firstWait
    self.longestWait = longestWait
    self.size = size
    self.arrivals = arrivals
    self.incidents = incidents
  }

  /// Calls a second now.
  func rate(at now: Nanoseconds) -> Double {
    var rate = rate
    if dailySwing != 0 { rate *= 1 + dailySwing * swing(at: now.inSeconds / 3_600) }
    for incident in incidents where incident.spell.contains(now) { rate *= incident.traffic }
    return max(0, rate)
  }

  func size(at now: Nanoseconds) -> Double {
    incidents.reduce(size) { $1.spell.contains(now) ? $0 * $1.size : $0 }
  }

  /// How many of their answers are bad because of what they ask.
  func fails(at now: Nanoseconds) -> Double {
    incidents.reduce(0) { $1.spell.contains(now) ? max($0, $1.fails) : $0 }
  }

  /// The wait in seconds before a retry, at most.
  func longestWait(beforeRetry retry: Int) -> Double {
    min(longestWait, firstWait * Double(1 << min(max(retry, 0), 20)))
  }
}
