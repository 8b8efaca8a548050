internal import Alerting
internal import Analysis
internal import CallModel
internal import Throttling

/// One run of a world: discrete events from a seed, with the service's own alerts and throttles in
/// the loop.
package struct Simulation {
  /// How much of the service is there.
  package enum Control: String, Sendable, CaseIterable {
    /// None: callers call the first provider themselves.
    case none
    /// A gateway that goes on to other providers, without throttles.
    case chain
    /// Alerts, throttles, and the gateway if the world has one.
    case full
  }

  enum Event {
    case arrival(caller: Int)
    case attempt(Trip)
    case end(Attempt)
    case verdict(Attempt, evaluator: Int, failed: Bool, inclusion: Double)
    case golden(evaluator: Int)
    case goldenVerdict(evaluator: Int, failed: Bool)
    case second
  }

  /// A call on its way, over all its attempts.
  struct Trip {
    var number: Int
    var caller: Int
    var begun: Nanoseconds
    var attempt = 1
  }

  /// One attempt at one provider.
  struct Attempt {
    var trip: Trip
    var provider: Int
    var start: Nanoseconds
    var duration: Nanoseconds = 0
    var isBad = false
    var isError = false
    var cost: Double = 0
  }

  let world: World
  let control: Control
  var random: Randomness
  var queue = EventQueue<Event>()
  var providers: [ProviderState]
  var loop: ControlLoop
  var outcome: RunOutcome
  private var trips = 0
  private var played: [Int]
  /// Judged calls a second, by evaluator, as an exponential mean over a minute.
  private var judged: [Pace]
  private let incidentSpells: [Spell]

  package init(_ world: World, seed: UInt64, control: Control = .full) {
    self.world = world
    self.control = control
    random = Randomness(seed: seed)
    providers = world.providers.map { _ in ProviderState() }
    loop = ControlLoop(world, salt: seed)
    outcome = RunOutcome(of: world)
    played = world.callers.map { _ in 0 }
    judged = world.evaluators.map { _ in Pace() }
    incidentSpells =
      world.callers.flatMap { $0.incidents.map(\.spell) } + world.providers.flatMap { $0.incidents.map(\.spell) }
  }

  /// Whether a provider or callers are not as usual; an evaluator's fault is no reason to refuse anybody.
  func isIncident(at now: Nanoseconds) -> Bool { incidentSpells.contains { $0.contains(now) } }

  /// Plays the world to its end.
  package mutating func run() -> RunOutcome {
    for caller in world.callers.indices { addArrival(of: caller, after: 0) }
    for (index, evaluator) in world.evaluators.enumerated() where evaluator.goldenPerMinute > 0 {
      queue.add(.golden(evaluator: index), at: seconds(60 / evaluator.goldenPerMinute))
    }
    queue.add(.second, at: .seconds(1))
    while let (now, event) = queue.next(), now < world.length {
      take(event, at: now)
    }
    outcome.close(at: world.length)
    return outcome
  }

  private mutating func take(_ event: Event, at now: Nanoseconds) {
    switch event {
    case .arrival(let caller):
      trips += 1
      outcome.asked(caller: caller, at: now)
      addArrival(of: caller, after: now)
      attempt(Trip(number: trips, caller: caller, begun: now), at: now)
    case .attempt(let trip): attempt(trip, at: now)
    case .end(let ended): end(ended, at: now)
    case .verdict(let call, let evaluator, let failed, let inclusion):
      loop.hear(
        failed: failed, of: evaluator, inclusion: inclusion, call: call, at: now, outcome: &outcome)
      askGolden(at: now)
    case .golden(let evaluator):
      queue.add(.golden(evaluator: evaluator), at: now + seconds(60 / world.evaluators[evaluator].goldenPerMinute))
      ask(evaluator, at: now)
    case .goldenVerdict(let evaluator, let failed):
      loop.hearGolden(evaluator, failed: failed, at: now, outcome: &outcome)
    case .second:
      queue.add(.second, at: now + .seconds(1))
      guard control == .full else { return }
      loop.tick(at: now, outcome: &outcome)
      askGolden(at: now)
      outcome.sample(loop: loop, at: now)
    }
  }

  // MARK: Calls

  private mutating func addArrival(of caller: Int, after now: Nanoseconds) {
    let model = world.callers[caller]
    if !model.arrivals.isEmpty {
      guard played[caller] < model.arrivals.count else { return }
      queue.add(.arrival(caller: caller), at: max(now, model.arrivals[played[caller]]))
      played[caller] += 1
      return
    }
    let rate = model.rate(at: now)
    // Nobody comes now: look again in a minute.
    guard rate > 1e-9 else {
      return queue.add(.attempt(Trip(number: -1, caller: caller, begun: now)), at: now + .minutes(1))
    }
    queue.add(.arrival(caller: caller), at: now + max(1, seconds(random.exponential(1 / rate))))
  }

  /// Tries the providers in their order; with a gateway a refusal or an error goes on at once.
  private mutating func attempt(_ trip: Trip, from first: Int = 0, at now: Nanoseconds) {
    if trip.number < 0 { return addArrival(of: trip.caller, after: now) }
    let last = hasChain ? world.providers.count : 1
    var provider = first
    while provider < last {
      switch control == .full ? loop.admit(trip, provider: provider, at: now) : .goes(provider) {
      case .goes(let provider): return call(trip, provider, at: now)
      case .refused:
        outcome.refused(caller: trip.caller, whileHealthy: !isIncident(at: now), at: now)
        provider += 1
      }
    }
    if hasChain, let chain = world.chain, random.happens(chain.cached) {
      outcome.delivered(
        trip, isBad: random.happens(chain.cachedFails), elsewhere: true, at: now)
      return
    }
    tryAgain(trip, at: now)
  }

  private var hasChain: Bool { control != .none && world.chain != nil }

  private mutating func call(_ trip: Trip, _ provider: Int, at now: Nanoseconds) {
    let conditions = world.providers[provider].conditions(at: now)
    var attempt = Attempt(trip: trip, provider: provider, start: now)
    switch providers[provider].take(conditions, at: now) {
    case .limited:
      attempt.isError = true
      attempt.duration = .milliseconds(100)
    case .accepted(let wait):
      if random.happens(conditions.errors) {
        attempt.isError = true
        attempt.duration = seconds(conditions.errorAfter)
      } else {
        let length = wait + random.logNormal(median: conditions.median, sigma: conditions.sigma)
        attempt.isError = length > conditions.timeout
        attempt.duration = seconds(min(length, conditions.timeout))
        let own = world.callers[trip.caller].fails(at: now)
        attempt.isBad = random.happens(conditions.fails) || own > 0 && random.happens(own)
        if conditions.price > 0 {
          attempt.cost =
            random.logNormal(median: conditions.price, sigma: 0.5) * world.callers[trip.caller].size(at: now)
        }
      }
    }
    queue.add(.end(attempt), at: now + max(1, attempt.duration))
  }

  private mutating func end(_ attempt: Attempt, at now: Nanoseconds) {
    outcome.ended(attempt, inIncident: isIncident(at: now), at: now)
    if control == .full {
      loop.hear(call: attempt, at: now, outcome: &outcome)
      if !attempt.isError { judge(attempt, at: now) }
      askGolden(at: now)
    }
    if !attempt.isError {
      outcome.delivered(attempt.trip, isBad: attempt.isBad, elsewhere: attempt.provider > 0, at: now)
    } else if hasChain, attempt.provider + 1 < world.providers.count {
      self.attempt(attempt.trip, from: attempt.provider + 1, at: now)
    } else if hasChain {
      self.attempt(attempt.trip, from: world.providers.count, at: now)
    } else {
      tryAgain(attempt.trip, at: now)
    }
  }

  private mutating func tryAgain(_ trip: Trip, at now: Nanoseconds) {
    let caller = world.callers[trip.caller]
    guard trip.attempt < caller.attempts else { return outcome.gaveUp(trip, at: now) }
    var next = trip
    next.attempt += 1
    queue.add(
      .attempt(next), at: now + max(1, seconds(random.unit() * caller.longestWait(beforeRetry: trip.attempt))))
  }

  // MARK: Judging

  private mutating func judge(_ attempt: Attempt, at now: Nanoseconds) {
    for (index, evaluator) in world.evaluators.enumerated() {
      let perMinute = judged[index].perMinute(adding: 1, at: now)
      let inclusion = min(1, evaluator.perMinute / max(perMinute, 1e-9))
      guard random.happens(inclusion) else { continue }
      let lag = seconds(random.exponential(evaluator.lag))
      let conditions = evaluator.conditions(at: now + lag)
      let failed = random.happens(attempt.isBad ? 1 - conditions.falseNegatives : conditions.falsePositives)
      queue.add(.verdict(attempt, evaluator: index, failed: failed, inclusion: inclusion), at: now + lag)
    }
  }

  private mutating func askGolden(at now: Nanoseconds) {
    for evaluator in loop.takeChallenges() {
      for _ in 0..<EvaluatorTrust.questions { ask(evaluator, at: now) }
    }
  }

  /// Puts one golden question to an evaluator: its answer is good, and is judged as others are, at once.
  private mutating func ask(_ evaluator: Int, at now: Nanoseconds) {
    let lag = seconds(1 + random.unit() * world.evaluators[evaluator].lag)
    let conditions = world.evaluators[evaluator].conditions(at: now + lag)
    queue.add(
      .goldenVerdict(evaluator: evaluator, failed: random.happens(conditions.falsePositives)), at: now + lag)
  }
}

/// Seconds as nanoseconds, within what the world's clock holds.
func seconds(_ value: Double) -> Nanoseconds { Nanoseconds(max(0, min(value, 1e9)) * 1e9) }

/// How many come in a minute, as an exponential mean over one.
struct Pace {
  private var sum = 0.0
  private var updated: Nanoseconds = 0

  mutating func perMinute(adding count: Double, at now: Nanoseconds) -> Double {
    sum = sum * exponential(-max(0, now - updated).inSeconds / 60) + count
    updated = max(updated, now)
    return sum
  }
}
