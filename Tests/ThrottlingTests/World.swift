import Alerting
import Analysis
import CallModel
import Throttling

/// A simulated world: callers who retry, a provider with a patch of bad or slow answers, an
/// evaluator that errs and lags, and the control loop joined as the service joins it.
struct World {
  /// Calls a second.
  var rate = 5.0
  /// The share of bad answers when all is well, and during the incident.
  var healthyFails = 0.03
  var incidentFails = 0.40
  /// What durations are multiplied with during the incident.
  var incidentSlowness = 1.0
  /// The share of calls that end in an error, which callers try again; and how long such a call takes.
  var healthyErrors = 0.0
  var incidentErrors = 0.0
  var errorDuration = 0.5
  /// What the calls a second are multiplied with during the incident.
  var incidentTraffic = 1.0
  /// What a call costs by the median, in dollars; 0 is unpriced.
  var cost = 0.0
  /// Empty: no incident.
  var incident: Range<Nanoseconds> = 0..<0
  var falsePositives = 0.05
  var falseNegatives = 0.20
  /// The evaluator's lag is exponential with this mean.
  var lag = 5.0
  /// How many calls are judged while no throttle is active.
  var inclusion = 0.2
  var attempts = 6
  var length = Nanoseconds.hours(4)
  var rule: AlertRule

  struct Outcome {
    var delivered = 0
    var bad = 0
    var lost = 0
    var rejectedWhileHealthy = 0
    var throttles = 0
    var releases = 0
    /// Seconds from the incident's start to a share of at most 80 %, and from its end to 95 %.
    var secondsToThrottle: Double?
    var secondsToRecover: Double?
    var lowestShare = 1.0
    var errors = 0
    /// In dollars, while the incident lasts and over all.
    var spentInIncident = 0.0
    var spent = 0.0
    var audit: [AuditEntry] = []
    var alerts: [AlertChange] = []
  }

  private enum Event {
    case attempt(id: Int, number: Int)
    case end(id: Int, number: Int, start: Nanoseconds, duration: Nanoseconds, isBad: Bool, isError: Bool)
    case verdict(call: CallRecord, failed: Bool, sample: Sample)
    case second
  }

  private struct Queue {
    private var heap: [(at: Nanoseconds, order: Int, event: Event)] = []
    private var order = 0

    mutating func add(_ event: Event, at time: Nanoseconds) {
      order += 1
      heap.append((time, order, event))
      var child = heap.count - 1
      while child > 0, precedes(child, (child - 1) / 2) {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    }

    mutating func next() -> (at: Nanoseconds, event: Event)? {
      guard let first = heap.first, let last = heap.popLast() else { return nil }
      if heap.isEmpty { return (first.at, first.event) }
      heap[0] = last
      var parent = 0
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, least) {
          least = child
        }
        if least == parent { break }
        heap.swapAt(parent, least)
        parent = least
      }
      return (first.at, first.event)
    }

    private func precedes(_ a: Int, _ b: Int) -> Bool { (heap[a].at, heap[a].order) < (heap[b].at, heap[b].order) }
  }

  func run(seed: UInt64) -> Outcome {
    var random = SeededGenerator(seed: seed)
    var outcome = Outcome()
    let symbols = Symbols()
    let dimensions = Dimensions(route: "checkout", provider: "openai", model: "gpt-4o-mini")
    var template = CallRecord()
    template.route = symbols.routes.intern("checkout")
    template.provider = symbols.providers.intern("openai")
    template.model = symbols.models.intern("gpt-4o-mini")
    template.operation = .chat

    var signals = SignalBoard(rules: [rule], symbols: symbols)
    var alerts = AlertBook(rules: [rule])
    var throttles = ThrottleBoard(salt: seed)

    func carryOut(_ actions: [ThrottleAction], at now: Nanoseconds) {
      for action in actions {
        outcome.audit.append(action.audit)
        if action.kind == .cut, action.audit.from == 1 { outcome.throttles += 1 }
        guard action.kind == .release else { continue }
        outcome.releases += 1
        signals.reset(rule: 0, scope: action.scope)
        if let change = alerts.resolve(
          rule: 0, scope: action.scope, at: now, evidence: SignalValue(value: nil, samples: 0))
        {
          outcome.alerts.append(change)
        }
      }
    }

    var queue = Queue()
    var calls = 0
    func tryAgain(_ id: Int, _ number: Int, at now: Nanoseconds) {
      guard number < attempts else {
        outcome.lost += 1
        return
      }
      let wait = random.unit() * min(60, Double(1 << number))
      queue.add(.attempt(id: id, number: number + 1), at: now + nanoseconds(wait))
    }
    queue.add(.attempt(id: 0, number: 1), at: 0)
    queue.add(.second, at: .seconds(1))
    while let (now, event) = queue.next(), now < length {
      let isBadTime = incident.contains(now)
      switch event {
      case .attempt(let id, let number):
        if number == 1 {
          calls += 1
          let pace = isBadTime ? rate * incidentTraffic : rate
          queue.add(.attempt(id: calls, number: 1), at: now + nanoseconds(random.exponential(1 / pace)))
        }
        let request = AdmissionRequest(dimensions: dimensions, id: "call-\(id)")
        if throttles.admit(request, randomID: "", at: now).decision == .admit {
          let slowness = isBadTime ? incidentSlowness : 1
          let errors = isBadTime ? incidentErrors : healthyErrors
          let isError = errors > 0 && random.happens(errors)
          let duration =
            isError ? nanoseconds(errorDuration) : nanoseconds(random.logNormal(median: 2, sigma: 0.5) * slowness)
          let isBad = random.happens(isBadTime ? incidentFails : healthyFails)
          queue.add(
            .end(id: id, number: number, start: now, duration: duration, isBad: isBad, isError: isError),
            at: now + duration)
        } else {
          if !isBadTime { outcome.rejectedWhileHealthy += 1 }
          tryAgain(id, number, at: now)
        }
      case .end(let id, let number, let start, let duration, let isBad, let isError):
        outcome.delivered += isError ? 0 : 1
        outcome.bad += isBad && !isError ? 1 : 0
        if isError {
          outcome.errors += 1
          tryAgain(id, number, at: now)
        }
        var call = template
        call.arrival = now
        call.start = start
        call.duration = duration
        call.outcome = isError ? .error : .ok
        if cost > 0, !isError {
          let dollars = random.logNormal(median: cost, sigma: 1)
          call.cost = NanoDollars(Int64(dollars * 1e9))
          outcome.spent += dollars
          if isBadTime { outcome.spentInIncident += dollars }
        }
        signals.observe(call: call, dimensions: { dimensions }, at: now)
        carryOut(throttles.observe(call: call, dimensions: { dimensions }, at: now), at: now)
        let isProbe = throttles.isProbing(dimensions)
        let sample = Sample(stratum: isProbe ? .probe : .random, inclusion: isProbe ? 1 : inclusion)
        if random.happens(sample.inclusion) {
          let failed = random.happens(isBad ? 1 - falseNegatives : falsePositives)
          queue.add(
            .verdict(call: call, failed: failed, sample: sample), at: now + nanoseconds(random.exponential(lag)))
        }
      case .verdict(let call, let failed, let sample):
        let verdict = failed ? Verdict.fail("bad") : .pass
        signals.observe(
          verdict: verdict, of: "grounded", sample: sample, call: call, dimensions: { dimensions }, at: now)
        carryOut(
          throttles.observe(
            verdict: verdict, of: "grounded", sample: sample, call: call, dimensions: { dimensions }, at: now),
          at: now)
      case .second:
        queue.add(.second, at: now + .seconds(1))
        for (scope, value) in signals.values(ofRule: 0, at: now) {
          guard let change = alerts.update(rule: 0, scope: scope, value: value, at: now) else { continue }
          outcome.alerts.append(change)
          let exceedance = signals.exceedance(ofRule: 0, scope: scope, at: now)
          carryOut(throttles.apply(change, rule: rule, exceedance: exceedance, at: now), at: now)
        }
        outcome.alerts += alerts.tick(at: now)
        carryOut(throttles.tick(at: now).actions, at: now)
        let share = throttles.shareInForce(for: dimensions, at: now)
        outcome.lowestShare = min(outcome.lowestShare, share)
        if isBadTime, share <= 0.8, outcome.secondsToThrottle == nil {
          outcome.secondsToThrottle = (now - incident.lowerBound).inSeconds
        }
        if !incident.isEmpty, now >= incident.upperBound, share >= 0.95, outcome.secondsToRecover == nil {
          outcome.secondsToRecover = (now - incident.upperBound).inSeconds
        }
      }
    }
    return outcome
  }

  private func nanoseconds(_ seconds: Double) -> Nanoseconds { Nanoseconds(seconds * 1e9) }
}
