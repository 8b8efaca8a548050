internal import Alerting
internal import CallModel
internal import Storage
internal import Synchronization
internal import Throttling

/// From signals to throttles: looks at every rule ten times a second, and at once when a verdict
/// has come.
///
/// It holds the alerts and the throttles, each behind a lock; neither is held while the other, or
/// the measurements, are asked. What goes from one to the other names rules by their positions, so
/// that happens under a lock of its own, which a change of rules takes too.
final class ControlLoop: Sendable {
  private let rules: Mutex<[AlertRule]>
  private let measured: Measured
  private let alerts: Mutex<AlertBook>
  private let throttles: Mutex<ThrottleBoard>
  /// Read for every call, so that without throttles none of them takes the lock.
  private let hasThrottles = Atomic<Bool>(false)
  private let salt: UInt64
  private let record: @Sendable (LoopRecord) -> Void
  /// Whoever follows what is throttled.
  let feed = ThrottleFeed()
  /// Held from taking a snapshot until it is handed on: an older one must not follow a newer one.
  private let saving = Mutex(())

  /// - Parameter record: keeps what was decided; called outside of all locks.
  init(rules: [AlertRule], measured: Measured, salt: UInt64, record: @escaping @Sendable (LoopRecord) -> Void) {
    self.rules = Mutex(rules)
    self.measured = measured
    self.salt = salt
    self.record = record
    alerts = Mutex(AlertBook(rules: rules))
    throttles = Mutex(ThrottleBoard(salt: salt))
  }

  // MARK: What happens

  /// A call came through.
  func observe(_ call: CallRecord, dimensions: () -> Dimensions) {
    guard hasThrottles.load(ordering: .relaxed) else { return }
    carryOut(throttles.withLock { $0.observe(call: call, dimensions: dimensions, at: call.arrival) }, at: call.arrival)
  }

  /// A call was judged.
  func observe(_ judgement: Judgement) {
    guard hasThrottles.load(ordering: .relaxed) else { return }
    let actions = throttles.withLock {
      $0.observe(
        verdict: judgement.verdict, of: judgement.evaluator, sample: judgement.sample, call: judgement.record,
        dimensions: { judgement.dimensions }, at: judgement.at)
    }
    carryOut(actions, at: judgement.at)
  }

  /// Looks at all signals and lets time pass.
  func turn(at now: Nanoseconds) {
    rules.withLock { turn($0, at: now) }
    feed.beat(at: now)
  }

  private func turn(_ rules: [AlertRule], at now: Nanoseconds) {
    let values = measured.values(at: now)
    let changes = alerts.withLock { alerts in
      values.compactMap { alerts.update(rule: $0.rule, scope: $0.scope, value: $0.value, at: now) }
        + alerts.tick(at: now)
    }
    carryOut(changes, rules, at: now)
    let (actions, audit) = throttles.withLock { $0.tick(at: now) }
    for entry in audit { record(.audit(entry)) }
    carryOut(actions, rules, at: now)
    hasThrottles.store(throttles.withLock { $0.isProbing }, ordering: .relaxed)
    if !changes.isEmpty || !actions.isEmpty || !audit.isEmpty { save(at: now) }
  }

  /// Takes what Alertmanager says.
  func receive(_ message: AlertmanagerMessage, at now: Nanoseconds) -> AlertmanagerReceipt {
    rules.withLock { rules in
      let (changes, receipt) = alerts.withLock { $0.receive(message, at: now) }
      carryOut(changes, rules, at: now)
      hasThrottles.store(throttles.withLock { $0.isProbing }, ordering: .relaxed)
      // What has been received twice must be known as such after a crash too.
      save(at: now)
      return receipt
    }
  }

  /// Hands changes of alerts to the throttles.
  private func carryOut(_ changes: [AlertChange], _ rules: [AlertRule], at now: Nanoseconds) {
    for change in changes {
      record(.alert(change))
      guard change.to == .firing || change.to == .resolved,
        let index = rules.firstIndex(where: { $0.name == change.alert })
      else { continue }
      if rules[index].isOfAll(change.scope) { continue }
      let exceedance = measured.exceedance(ofRule: index, scope: change.scope, at: now)
      carryOut(
        throttles.withLock {
          $0.apply(
            change, rule: rules[index], exceedance: exceedance, detected: DetectedShift(change.evidence), at: now)
        }, rules, at: now)
    }
  }

  private func carryOut(_ actions: [ThrottleAction], at now: Nanoseconds) {
    if actions.isEmpty { return }
    rules.withLock { carryOut(actions, $0, at: now) }
  }

  private func carryOut(_ actions: [ThrottleAction], _ rules: [AlertRule], at now: Nanoseconds) {
    if actions.isEmpty { return }
    for action in actions {
      record(.audit(action.audit))
      guard action.kind == .release, let rule = rules.firstIndex(where: { $0.name == action.alert }) else { continue }
      // What the window holds is of a time that the probes have shown to be over.
      measured.reset(rule: rule, scope: action.scope)
      let evidence = SignalValue(value: nil, samples: 0)
      if let change = alerts.withLock({ $0.resolve(rule: rule, scope: action.scope, at: now, evidence: evidence) }) {
        record(.alert(change))
      }
    }
    hasThrottles.store(throttles.withLock { $0.isProbing }, ordering: .relaxed)
    save(at: now)
  }

  /// Takes what a firing sequential alert has found as the new usual level, by a person's word.
  ///
  /// - Returns: false if no such alert fires.
  func acceptLevel(of alert: String, scope: Scope, by person: String, at now: Nanoseconds) -> Bool {
    rules.withLock { rules in
      guard let rule = rules.firstIndex(where: { $0.name == alert }),
        measured.acceptNewLevel(rule: rule, scope: scope)
      else { return false }
      record(
        .audit(
          AuditEntry(
            at: now, subject: "alert", action: "accept", actor: person, scope: scope, enforcement: rules[rule].mode,
            from: 1, to: 1, evidence: "the level that \(alert) has found is taken as usual.")))
      turn(rules, at: now)
      return true
    }
  }

  /// Names the evaluators that have golden answers.
  func setGolden(evaluators: Set<String>) { throttles.withLock { $0.setGolden(evaluators: evaluators) } }

  /// A golden answer was judged.
  func golden(_ evaluator: String, failed: Bool, at now: Nanoseconds) {
    let outcome = throttles.withLock { $0.golden(evaluator, failed: failed, at: now) }
    if let audit = outcome.audit { record(.audit(audit)) }
    if let change = outcome.change {
      let isSuspect = change == .distrusted
      record(
        .alert(
          AlertChange(
            alert: "evaluator-suspect", scope: .everything, signal: .failRatio(evaluator: evaluator),
            from: isSuspect ? .inactive : .firing, to: isSuspect ? .firing : .resolved, at: now,
            evidence: SignalValue(value: nil, samples: 0), threshold: 0)))
    }
    carryOut(outcome.actions, at: now)
  }

  /// The evaluators to which golden answers are to be put now, because an alarm on quality rests on them.
  func takeChallenges() -> [String] { throttles.withLock { $0.takeChallenges() } }

  // MARK: What is asked

  func isProbing(_ dimensions: () -> Dimensions) -> Bool {
    guard hasThrottles.load(ordering: .relaxed) else { return false }
    let dimensions = dimensions()
    return throttles.withLock { $0.isProbing(dimensions) }
  }

  /// - Parameter budgets: what they say to the call.
  func admit(
    _ request: AdmissionRequest, randomID: String, budgets: [AdmissionFinding], spending: SpendControl,
    at now: Nanoseconds
  ) -> Admission {
    throttles.withLock { board in
      spending.withLimits { board.admit(request, randomID: randomID, budgets: budgets, limits: &$0, at: now) }
    }
  }

  func override(
    scope: Scope, share: Double, by person: String, reason: String, until: Nanoseconds, beatsBudgets: Bool,
    at now: Nanoseconds
  ) throws(OverrideError) {
    let entry = try throttles.withLock { (board) throws(OverrideError) in
      try board.override(
        scope: scope, share: share, by: person, reason: reason, until: until, beatsBudgets: beatsBudgets, at: now)
    }
    record(.audit(entry))
    save(at: now)
  }

  /// False: the scope has no override.
  func removeOverride(scope: Scope, by person: String, at now: Nanoseconds) -> Bool {
    guard let entry = throttles.withLock({ $0.removeOverride(scope: scope, by: person, at: now) }) else { return false }
    record(.audit(entry))
    save(at: now)
    return true
  }

  func throttleList(at now: Nanoseconds) -> (throttles: [ThrottleStatus], overrides: [Override]) {
    throttles.withLock { ($0.list(at: now), $0.listOverrides(at: now)) }
  }

  func activeAlerts() -> [ActiveAlert] { alerts.withLock { $0.list() } }
  func firing() -> [FiringCount] { alerts.withLock { $0.firing() } }
  func shares(_ mode: Enforcement) -> [ThrottleShare] { throttles.withLock { $0.shares(mode) } }
  var refused: (alerts: UInt64, throttles: UInt64) {
    (alerts.withLock { $0.refused }, throttles.withLock { $0.refused })
  }

  // MARK: Over a restart

  /// Keeps what has changed, and tells whoever follows it.
  func save(at now: Nanoseconds) {
    saving.withLock { _ in
      record(
        .state(alerts: alerts.withLock { $0.snapshot() }, throttles: throttles.withLock { $0.snapshot() }, at: now))
    }
    feed.ring()
  }

  func restore(alerts saved: AlertBookSnapshot?, throttles board: ThrottleBoardSnapshot?, at now: Nanoseconds) {
    rules.withLock { rules in
      if let saved { alerts.withLock { $0.restore(saved, at: now) } }
      let firing = firing(of: alerts.withLock { $0.list() })
      if let board { keep(throttles.withLock { $0.restore(board, rules: rules, at: now, firesOutside: firing) }) }
    }
  }

  /// Takes other rules: alerts and throttles that they still have go on as they are, the others end.
  ///
  /// - Parameter rebuilt: windows of rules that are new, rebuilt from the store.
  func apply(_ newRules: [AlertRule], rebuilt: Measured, at now: Nanoseconds) {
    rules.withLock { rules in
      measured.apply(newRules, rebuilt: rebuilt)
      alerts.withLock { alerts in
        var book = AlertBook(rules: newRules)
        book.restore(alerts.snapshot(), at: now)
        alerts = book
      }
      let firing = firing(of: alerts.withLock { $0.list() })
      // Under one lock: between an old board and a new one no call must find none.
      let audit = throttles.withLock { throttles in
        var board = ThrottleBoard(salt: salt)
        let audit = board.restore(throttles.snapshot(), rules: newRules, at: now, firesOutside: firing)
        throttles = board
        return audit
      }
      rules = newRules
      keep(audit)
    }
    save(at: now)
  }

  /// Whether an alert fires for a scope.
  private func firing(of alerts: [ActiveAlert]) -> (String, Scope) -> Bool {
    let names = Set(alerts.filter { $0.state == .firing }.map { "\($0.alert) \($0.scope)" })
    return { names.contains("\($0) \($1)") }
  }

  private func keep(_ audit: [AuditEntry]) {
    for entry in audit { record(.audit(entry)) }
    hasThrottles.store(throttles.withLock { $0.isProbing }, ordering: .relaxed)
  }
}

/// What the loop leaves for the store and the log.
enum LoopRecord: Sendable {
  case alert(AlertChange)
  case audit(AuditEntry)
  case state(alerts: AlertBookSnapshot, throttles: ThrottleBoardSnapshot, at: Nanoseconds)
}

extension AlertRule {
  /// Whether a sequential rule's alarm is about all of its calls beside that about a part of them: it
  /// is for people, since a throttle on it would be one on those who are well.
  fileprivate func isOfAll(_ scope: Scope) -> Bool {
    guard case .sequential = condition, signal != .spendAnomaly else { return false }
    return !by.isEmpty && scope == on
  }
}

extension DetectedShift {
  /// Nil where no detector with an account of its own has spoken.
  fileprivate init?(_ evidence: SignalValue) {
    guard let finding = evidence.finding, let value = evidence.value else { return nil }
    self.init(
      estimate: value, healthy: finding.baseline, tolerated: finding.reference, threshold: finding.threshold,
      usualRate: finding.usualRate)
  }
}
