package import CallModel

/// All throttles, one for each alert and scope, and the overrides that people have set.
///
/// A value, not a lock: its owner calls it with the time and carries out what it returns.
/// There are at most `capacity` throttles, released ones included, which are remembered for an
/// hour so that one that flaps is damped; `refused` counts those that found no place.
package struct ThrottleBoard: Sendable {
  struct Key: Hashable, Sendable {
    var alert: String
    var scope: Scope
  }

  struct Entry: Sendable {
    var key: Key
    var rule: AlertRule
    var enforcement: Enforcement
    var controller: ThrottleController
    /// What the last step rested on, for people.
    var evidence: String
    /// `answers-ungrounded: 20 % admitted of route=checkout`, made once a step, not once a call.
    var summary: String
    /// Latency: the duration in seconds above which a call is slow, where a detector has learned it.
    var threshold: Double?
    /// Who asks how much, where a scope is shared fairly.
    var demand: CallerDemand?
  }

  let capacity: Int
  let fate: StickyFate
  var entries: [Entry?] = []
  var places: [Key: Int] = [:]
  /// The throttles that are closed to any degree.
  var active = ScopeIndex()
  var overrides: [Override] = []
  var overrideIndex = ScopeIndex()
  /// The evaluators that have golden questions, and what these have shown.
  var trusts: [String: EvaluatorTrust] = [:]
  var challenges: [String] = []
  /// How many times a throttle was wanted and there was no place for it.
  package internal(set) var refused: UInt64 = 0

  /// - Parameter salt: see `StickyFate`.
  package init(salt: UInt64, capacity: Int = 1_000) {
    self.capacity = capacity
    fate = StickyFate(salt: salt)
  }

  /// An alert changed: if it fires and its rule has a throttle, the throttle cuts.
  ///
  /// An alert that resolves changes nothing here: only probes release. One from outside is the
  /// exception: its throttle begins to give way.
  ///
  /// - Parameter exceedance: for a latency alert, the share of calls that took longer than
  ///   `above`; without it, it is estimated from the quantile.
  /// - Parameter detected: what a detector that has learned the usual level says; it takes the
  ///   place of the window's numbers.
  package mutating func apply(
    _ change: AlertChange, rule: AlertRule, exceedance: Double? = nil, detected: DetectedShift? = nil,
    at now: Nanoseconds
  ) -> [ThrottleAction] {
    if change.to == .resolved, rule.signal == .external {
      if let place = places[Key(alert: change.alert, scope: change.scope)] {
        entries[place]?.controller.hearResolved()
      }
      return []
    }
    guard change.to == .firing, let policy = rule.throttle else { return [] }
    let key = Key(alert: change.alert, scope: change.scope)
    guard let place = places[key] ?? open(key, rule: rule, policy: policy, change: change, at: now) else {
      refused += 1
      return []
    }
    let severity = AlertSeverity(of: change, rule: rule, exceedance: exceedance, detected: detected)
    let golden = askGolden(rule, place: place, at: now)
    let limited = Self.enforcement(of: rule, scope: change.scope)
    let evidence = severity.evidence + (limited == rule.mode ? "" : "; " + Self.whyShadow)
    return act(on: place, at: now) {
      $0.rule = rule
      $0.enforcement = limited
      $0.threshold = detected?.threshold
      $0.demand = policy.fair ? $0.demand ?? CallerDemand(at: now) : nil
      $0.controller.adopt(policy, patience: Self.patience(of: rule, threshold: detected?.threshold))
      if case .distrusted(let why) = golden {
        return ThrottleStep(kind: .hold, from: $0.controller.share, to: $0.controller.share, evidence: why)
      }
      var step = $0.controller.fire(
        estimate: severity.estimate, healthy: severity.healthy, limit: severity.limit, spend: severity.spend,
        evidence: evidence, at: now)
      if case .asked(let deadline) = golden, step.kind == .cut {
        $0.controller.holdBack(until: deadline)
        step.to = $0.controller.share
        step.evidence +=
          "; \(EvaluatorTrust.questions) golden questions are asked whether the evaluator can be believed"
      }
      return step
    }
  }

  private enum Golden {
    case none
    case asked(until: Nanoseconds)
    case distrusted(String)
  }

  /// Challenges the evaluator that an alarm on quality rests on, if it has golden questions.
  private mutating func askGolden(_ rule: AlertRule, place: Int, at now: Nanoseconds) -> Golden {
    guard case .failRatio(let evaluator) = rule.signal, let trust = trusts[evaluator] else { return .none }
    if trust.isDistrusted { return .distrusted("the evaluator is suspect: \(trust.tally)") }
    guard entries[place]?.controller.isThrottled == false else { return .none }
    let dwell = entries[place]?.controller.dwell ?? 0
    guard challenge(evaluator, within: dwell, at: now) else { return .none }
    return trusts[evaluator].map { .asked(until: $0.deadline) } ?? .none
  }

  /// Lets time pass: dwells and overrides end, released throttles are forgotten after an hour.
  package mutating func tick(at now: Nanoseconds) -> (actions: [ThrottleAction], audit: [AuditEntry]) {
    var actions: [ThrottleAction] = []
    for place in entries.indices {
      guard let entry = entries[place] else { continue }
      if entry.controller.isThrottled {
        actions += act(on: place, at: now) { $0.controller.tick(at: now) }
      } else if now - entry.controller.since >= ThrottleConstants.forgivenAfter {
        forget(place)
      }
    }
    return (actions, expireOverrides(at: now))
  }

  /// Runs one event through a throttle and turns its step, if it makes one, into an action.
  mutating func act(
    on place: Int, at now: Nanoseconds, _ event: (inout Entry) -> ThrottleStep?
  ) -> [ThrottleAction] {
    let wasThrottled = isThrottled(place)
    guard let step = entries[place]?.react(event) ?? nil, let entry = entries[place] else { return [] }
    if entry.controller.isThrottled != wasThrottled {
      if wasThrottled {
        active.remove(entry.key.scope, place: place)
      } else {
        active.insert(entry.key.scope, place: place)
      }
    }
    return [entry.action(for: step, at: now)]
  }

  private func isThrottled(_ place: Int) -> Bool { entries[place]?.controller.isThrottled ?? false }

  mutating func forget(_ place: Int) {
    guard let entry = entries[place] else { return }
    if entry.controller.isThrottled { active.remove(entry.key.scope, place: place) }
    places[entry.key] = nil
    entries[place] = nil
  }

  /// Puts an entry in a free place; nil if there is none.
  mutating func place(_ entry: Entry) -> Int? {
    if places.count >= capacity {
      // The one that was released longest ago makes room.
      let released = entries.indices.filter { entries[$0].map { !$0.controller.isThrottled } ?? false }
      guard let oldest = released.min(by: { since($0) < since($1) }) else { return nil }
      forget(oldest)
    }
    let place = entries.firstIndex { $0 == nil } ?? entries.count
    if place == entries.count { entries.append(nil) }
    entries[place] = entry
    places[entry.key] = place
    if entry.controller.isThrottled { active.insert(entry.key.scope, place: place) }
    return place
  }

  private func since(_ place: Int) -> Nanoseconds { entries[place]?.controller.since ?? .max }

  private mutating func open(
    _ key: Key, rule: AlertRule, policy: ThrottlePolicy, change: AlertChange, at now: Nanoseconds
  ) -> Int? {
    // At least as many calls come as were judged in the window.
    let arrivals = Double(max(0, change.evidence.samples)) / max(rule.window.inSeconds, 1e-3)
    let controller = ThrottleController(
      cause: ThrottleCause(of: rule.signal), policy: policy, patience: Self.patience(of: rule),
      arrivalsPerSecond: arrivals, at: now)
    var entry = Entry(
      key: key, rule: rule, enforcement: Self.enforcement(of: rule, scope: key.scope), controller: controller,
      evidence: "", summary: "")
    entry.summarize()
    return place(entry)
  }

  /// A group whose calls lack a dimension that the rule groups by has a scope that matches
  /// everybody's calls: who is not named there must not be throttled for it.
  ///
  /// An alert from outside is about what its labels say: one of them is enough.
  static func enforcement(of rule: AlertRule, scope: Scope) -> Enforcement {
    let names =
      rule.signal == .external
      ? rule.by.isEmpty || rule.by.contains { scope[$0] != nil } : rule.by.allSatisfy { scope[$0] != nil }
    return names ? rule.mode : .shadow
  }

  /// How old a call must be to count as a probe: twice the tolerated duration for latency.
  static func patience(of rule: AlertRule, threshold: Double? = nil) -> Nanoseconds {
    guard case .latency = rule.signal else { return 0 }
    return Nanoseconds(clamp(2 * (threshold ?? rule.above), 0, 3_600) * 1e9)
  }

  private static let whyShadow = "shadow only, since these calls lack a dimension that the alert groups by"
}

extension ThrottleBoard.Entry {
  /// Runs one event, and takes up what its step rested on if it made one.
  mutating func react(_ event: (inout Self) -> ThrottleStep?) -> ThrottleStep? {
    guard let step = event(&self) else { return nil }
    evidence = step.evidence
    summarize()
    return step
  }

  mutating func summarize() {
    let verb = enforcement == .enforce ? "admitted of" : "would be admitted (shadow) of"
    summary = "\(key.alert): \(percent(controller.share)) \(verb) \(key.scope)"
  }

  func action(for step: ThrottleStep, at now: Nanoseconds) -> ThrottleAction {
    ThrottleAction(
      kind: step.kind, alert: key.alert, scope: key.scope,
      audit: AuditEntry(
        at: now, subject: "throttle", action: step.kind.rawValue, actor: key.alert, scope: key.scope,
        enforcement: enforcement, from: step.from, to: step.to, evidence: step.evidence + "."))
  }
}
