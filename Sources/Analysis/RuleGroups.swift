internal import CallModel

/// One rule's windows, one for each combination of the dimensions that it groups by.
///
/// A rule that looks at route, provider and model only finds its group by the call's symbols:
/// no text is touched after the first call of a combination. Groups without data for two
/// windows are forgotten. A table that is full forgets the idle first and then refuses
/// newcomers: a flood of names must not push out groups that have gathered evidence.
struct RuleGroups<Window: SlidingWindow>: Sendable {
  private struct Group: Sendable {
    /// Nil: the place is free.
    var scope: Scope?
    var window: Window
    var touched: Nanoseconds
    /// Whether the last report had data, so that the end of the data is reported once.
    var hadData = false
  }

  private struct SymbolKey: Hashable, Sendable {
    var route: UInt32 = 0
    var provider: UInt32 = 0
    var model: UInt32 = 0

    func hash(into hasher: inout Hasher) {
      hasher.combine(UInt64(route) << 32 | UInt64(model))
      hasher.combine(provider)
    }
  }

  /// The cache of symbols may be larger than the table: combinations outside of `on` are in it too.
  private static var largestCache: Int { 65_536 }
  private static var outside: Int { -1 }

  let rule: AlertRule
  /// Whether the rule looks at who called, which symbols cannot tell.
  let needsDimensions: Bool
  private let capacity: Int
  private let fresh: Window
  private let uses: (route: Bool, provider: Bool, model: Bool)
  private var groups: [Group] = []
  private var free: [Int] = []
  private var places: [Scope: Int] = [:]
  private var cache: [SymbolKey: Int] = [:]
  private var nextSweep = Nanoseconds.min
  /// How many samples found no place because the table was full.
  private(set) var refused: UInt64 = 0

  init(rule: AlertRule, window: Window, capacity: Int) {
    self.rule = rule
    self.capacity = capacity
    fresh = window
    let used = rule.dimensionsUsed
    needsDimensions = !used.isSubset(of: [.route, .provider, .model])
    uses = (used.contains(.route), used.contains(.provider), used.contains(.model))
  }

  /// Hands the window of a call's group to `body`; a call that the rule does not look at has none.
  ///
  /// - Parameter dimensions: the call's, if the rule `needsDimensions`.
  mutating func record(
    _ call: CallRecord, dimensions: Dimensions?, symbols: Symbols, at now: Nanoseconds, _ body: (inout Window) -> Void
  ) {
    guard let place = place(of: call, dimensions: dimensions, symbols: symbols, at: now) else { return }
    groups[place].touched = now
    body(&groups[place].window)
  }

  /// Hands the window of a call's group to `body` if there is one: nothing is made, and the group
  /// does not count as touched.
  mutating func revise(
    _ call: CallRecord, dimensions: Dimensions?, symbols: Symbols, _ body: (inout Window) -> Void
  ) {
    guard let dimensions = needsDimensions ? dimensions : names(of: call, symbols), rule.on.looksAt(dimensions),
      let place = places[rule.group(of: dimensions)]
    else { return }
    body(&groups[place].window)
  }

  private func names(of call: CallRecord, _ symbols: Symbols) -> Dimensions {
    Dimensions(
      route: symbols.routes.name(of: call.route), provider: symbols.providers.name(of: call.provider),
      model: symbols.models.name(of: call.model))
  }

  /// What is known of each group that has data, and once of those whose data has just run out.
  mutating func values(at now: Nanoseconds) -> [(scope: Scope, value: SignalValue)] {
    sweep(at: now)
    var values: [(scope: Scope, value: SignalValue)] = []
    for place in groups.indices {
      guard let scope = groups[place].scope else { continue }
      let value = groups[place].window.value(at: now)
      if value.samples > 0 || groups[place].hadData { values.append((scope, value)) }
      groups[place].hadData = value.samples > 0
    }
    return values
  }

  /// Hands the window of a group to `body`, if there is such a group.
  mutating func withWindow<Result>(of scope: Scope, _ body: (inout Window) -> Result) -> Result? {
    guard let place = places[scope] else { return nil }
    return body(&groups[place].window)
  }

  var count: Int { places.count }

  private mutating func place(
    of call: CallRecord, dimensions: Dimensions?, symbols: Symbols, at now: Nanoseconds
  ) -> Int? {
    if needsDimensions {
      guard let dimensions, rule.on.looksAt(dimensions) else { return nil }
      return place(of: rule.group(of: dimensions), at: now)
    }
    let key = SymbolKey(
      route: uses.route ? call.route.id : 0, provider: uses.provider ? call.provider.id : 0,
      model: uses.model ? call.model.id : 0)
    if let known = cache[key] { return known == Self.outside ? nil : known }
    if cache.count >= Self.largestCache { cache.removeAll(keepingCapacity: true) }
    let dimensions = names(of: call, symbols)
    guard rule.on.looksAt(dimensions) else {
      cache[key] = Self.outside
      return nil
    }
    guard let place = place(of: rule.group(of: dimensions), at: now) else { return nil }
    cache[key] = place
    return place
  }

  private mutating func place(of scope: Scope, at now: Nanoseconds) -> Int? {
    if let place = places[scope] { return place }
    if places.count >= capacity { sweep(at: now) }
    guard places.count < capacity else {
      refused += 1
      return nil
    }
    let group = Group(scope: scope, window: fresh, touched: now)
    let place: Int
    if let reused = free.popLast() {
      place = reused
      groups[place] = group
    } else {
      place = groups.count
      groups.append(group)
    }
    places[scope] = place
    return place
  }

  /// Forgets the groups that have had no data for two windows, at most once a thirtieth of one.
  private mutating func sweep(at now: Nanoseconds) {
    guard now >= nextSweep else { return }
    nextSweep = now + max(1, rule.window / Int64(SliceRing.count))
    var hasForgotten = false
    for place in groups.indices {
      guard let scope = groups[place].scope, now - groups[place].touched > 2 * rule.memory else { continue }
      places[scope] = nil
      groups[place] = Group(scope: nil, window: fresh, touched: now)
      free.append(place)
      hasForgotten = true
    }
    if hasForgotten { cache.removeAll(keepingCapacity: true) }
  }
}
