package import CallModel

/// The alerts that fire outside, by what Alertmanager has told.
///
/// Messages come at least once, late and out of order, so an alert is known by its fingerprint:
/// - the same one told again is the same one, and is heard of anew;
/// - an end that is older than the beginning we know (by `startsAt`) ends nothing;
/// - for two minutes after its end, a beginning that is not newer is taken for a late copy;
/// - what is not repeated within the rule's `resolveAfter` is over: Alertmanager may be gone.
///
/// At most `capacity` are kept, ended ones included; beyond it newcomers are refused.
package struct ExternalAlerts: Sendable {
  /// One alert as a snapshot keeps it.
  package struct Saved: Sendable, Codable {
    package var alert: String
    package var fingerprint: String
    /// As `Scope` writes itself.
    package var scope: String
    package var isFiring: Bool
    package var startsAt: Nanoseconds
    package var heard: Nanoseconds
  }

  /// What became of one alert of a message.
  enum Outcome: Hashable {
    case fired, repeated, resolved
    /// Older than what is known, or the end of what never began here.
    case stale
    /// There are too many.
    case refused
  }

  private struct Key: Hashable, Sendable {
    var alert: String
    var fingerprint: String
  }

  struct Place: Hashable, Sendable {
    var alert: String
    var scope: Scope
  }

  private struct Instance: Sendable {
    var scope: Scope
    var isFiring: Bool
    var startsAt: Nanoseconds
    /// When it was last told of; if it has ended, when that was told.
    var heard: Nanoseconds
  }

  /// A delivery that is tried again, or that comes from another Alertmanager of a cluster, is
  /// seconds late, not minutes.
  static let lateCopies = Nanoseconds.minutes(2)
  static let capacity = 10_000

  private var instances: [Key: Instance] = [:]
  private var counts: [Place: Int] = [:]
  private var lookedAt = Nanoseconds.min

  /// How many fire for a rule and scope.
  func count(_ alert: String, _ scope: Scope) -> Int { counts[Place(alert: alert, scope: scope)] ?? 0 }

  /// Takes in what a message says of one alert.
  ///
  /// - Returns: what became of it, and the scopes whose counts may have changed.
  mutating func receive(
    _ told: AlertmanagerMessage.Alert, rule: AlertRule, scope: Scope, at now: Nanoseconds
  ) -> (outcome: Outcome, touched: [Scope]) {
    let key = Key(alert: rule.name, fingerprint: told.fingerprint)
    let known = instances[key]
    if known == nil, instances.count >= Self.capacity {
      forgetEnded(heardBefore: .max)
      if instances.count >= Self.capacity { return (.refused, []) }
    }
    var instance = Instance(scope: scope, isFiring: told.status == .firing, startsAt: told.startsAt, heard: now)
    let touched = known.map { $0.scope == scope ? [scope] : [$0.scope, scope] } ?? [scope]
    switch (told.status, known) {
    case (.firing, let known?) where known.isFiring:
      instance.startsAt = max(known.startsAt, told.startsAt)
      put(instance, at: key)
      return (.repeated, touched)
    case (.firing, let known?) where told.startsAt <= known.startsAt && now - known.heard < Self.lateCopies:
      return (.stale, [])
    case (.firing, _):
      put(instance, at: key)
      return (.fired, touched)
    case (.resolved, let known?) where told.startsAt < known.startsAt:
      return (.stale, [])
    case (.resolved, let known?) where !known.isFiring:
      return (.repeated, [])
    case (.resolved, let known):
      // One never heard of is kept too: its beginning may be on its way.
      put(instance, at: key)
      return (known == nil ? .stale : .resolved, touched)
    }
  }

  /// Ends what has not been repeated in time, and forgets what ended a while ago; looks once a second.
  mutating func expire(rules: [AlertRule], at now: Nanoseconds) {
    guard !instances.isEmpty, now < lookedAt || lookedAt == .min || now - lookedAt >= .seconds(1) else { return }
    lookedAt = now
    forgetEnded(heardBefore: now - Self.lateCopies)
    let lives = Dictionary(
      rules.lazy.filter { $0.signal == .external }.map { ($0.name, $0.resolveAfter) }, uniquingKeysWith: { $1 })
    for (key, instance) in instances where instance.isFiring && now - instance.heard >= lives[key.alert] ?? 0 {
      put(nil, at: key)
    }
  }

  private mutating func forgetEnded(heardBefore moment: Nanoseconds) {
    instances = instances.filter { $0.value.isFiring || $0.value.heard >= moment }
  }

  private mutating func put(_ instance: Instance?, at key: Key) {
    if let before = instances[key], before.isFiring {
      let place = Place(alert: key.alert, scope: before.scope)
      let left = (counts[place] ?? 0) - 1
      counts[place] = left > 0 ? left : nil
    }
    instances[key] = instance
    if let instance, instance.isFiring { counts[Place(alert: key.alert, scope: instance.scope), default: 0] += 1 }
  }

  // MARK: Over a restart

  var saved: [Saved] {
    instances.map { key, instance in
      Saved(
        alert: key.alert, fingerprint: key.fingerprint, scope: instance.scope.description,
        isFiring: instance.isFiring, startsAt: instance.startsAt, heard: instance.heard)
    }
  }

  /// Takes up what an earlier run knew, as far as there still is an external rule of that name.
  mutating func restore(_ saved: [Saved], rules: [AlertRule], at now: Nanoseconds) {
    let names = Set(rules.lazy.filter { $0.signal == .external }.map(\.name))
    for one in saved where names.contains(one.alert) && instances.count < Self.capacity {
      guard let scope = try? Scope(parsing: one.scope) else { continue }
      put(
        Instance(
          scope: scope, isFiring: one.isFiring, startsAt: max(0, one.startsAt), heard: max(0, min(one.heard, now))),
        at: Key(alert: one.alert, fingerprint: one.fingerprint))
    }
  }
}
