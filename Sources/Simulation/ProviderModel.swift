internal import CallModel

/// A provider of answers: how fast, how good, how much at once, and for how much money.
package struct ProviderModel: Sendable {
  package var name: String
  package var model: String
  package var conditions: Conditions
  package var incidents: [Incident]

  package struct Conditions: Hashable, Sendable {
    /// Log-normal durations: the median in seconds, and σ.
    package var median: Double
    package var sigma: Double
    /// The share of answers that are bad, without anything to show it.
    package var fails: Double
    /// The share of calls that end in an error, and after how many seconds.
    package var errors: Double
    package var errorAfter: Double
    /// Calls a second that it can work off; more wait in its queue.
    package var capacity: Double
    /// Calls a second beyond which it answers 429 at once.
    package var limit: Double
    /// After how many seconds callers give up on one attempt; the provider does the work all the same.
    package var timeout: Double
    /// Dollars for a call of the usual size, by the median (log-normal, σ 0.5).
    package var price: Double

    package init(
      median: Double = 2, sigma: Double = 0.5, fails: Double = 0.03, errors: Double = 0.003, errorAfter: Double = 0.5,
      capacity: Double = 40, limit: Double = 25, timeout: Double = 30, price: Double = 0
    ) {
      self.median = median
      self.sigma = sigma
      self.fails = fails
      self.errors = errors
      self.errorAfter = errorAfter
      self.capacity = capacity
      self.limit = limit
      self.timeout = timeout
      self.price = price
    }
  }

  /// What is different while it lasts.
  package struct Incident: Sendable {
    package var spell: Spell
    package var conditions: Conditions

    package init(_ spell: Spell, _ conditions: Conditions) {
      self.spell = spell
      self.conditions = conditions
    }
  }

  package init(
    name: String, model: String, conditions: Conditions = Conditions(), incidents: [Incident] = []
  ) {
    self.name = name
    self.model = model
    self.conditions = conditions
    self.incidents = incidents
  }

  /// The last incident that lasts decides.
  func conditions(at now: Nanoseconds) -> Conditions {
    incidents.last { $0.spell.contains(now) }?.conditions ?? conditions
  }
}

/// A provider at work: what waits in its queue, and what its rate limit still allows.
struct ProviderState {
  private var backlog = 0.0
  private var allowance: Double?
  private var updated: Nanoseconds = 0

  enum Answer {
    case limited
    /// It waits this long in the queue, in seconds.
    case accepted(wait: Double)
  }

  /// Takes a call, or answers 429.
  ///
  /// The queue is counted in calls and worked off at the capacity of the moment; what a caller has
  /// given up is worked off, too, which is what keeps an overload alive after its cause.
  mutating func take(_ conditions: ProviderModel.Conditions, at now: Nanoseconds) -> Answer {
    let elapsed = max(0, now - updated).inSeconds
    updated = max(updated, now)
    let capacity = max(conditions.capacity, 1e-6)
    backlog = max(0, backlog - elapsed * capacity)
    // One second's worth may come at once.
    let burst = max(1, conditions.limit)
    var left = min(burst, (allowance ?? burst) + elapsed * conditions.limit)
    guard left >= 1 else {
      allowance = left
      return .limited
    }
    left -= 1
    allowance = left
    let wait = backlog / capacity
    backlog += 1
    return .accepted(wait: wait)
  }
}
