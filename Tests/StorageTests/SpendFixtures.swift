import CallModel
import Storage

/// Random calls of few names, with what their sums must be.
struct RandomSpend {
  var random: SplitMix
  /// Names as they lie in every batch's bytes.
  static let body = text("ann bob acme k1")
  private static let users = [ByteRange(offset: 0, count: 3), ByteRange(offset: 4, count: 3), .empty]

  mutating func call(at arrival: Nanoseconds) -> (record: CallRecord, dimensions: Dimensions) {
    var call = CallRecord()
    call.arrival = arrival
    let route = ["checkout", "search", "*[?]%"].randomElement(using: &random) ?? ""
    let model = ["gpt-4o", "haiku"].randomElement(using: &random) ?? ""
    let user = Self.users.indices.randomElement(using: &random) ?? 0
    call.route = symbols.routes.intern(route)
    call.model = symbols.models.intern(model)
    call.user = Self.users[user]
    if Bool.random(using: &random) { call.tenant = ByteRange(offset: 8, count: 4) }
    if Int.random(in: 0..<4, using: &random) == 0 { call.key = ByteRange(offset: 13, count: 2) }
    call.outcome = Bool.random(using: &random) ? .ok : .error
    call.usage = TokenUsage(
      input: Int64.random(in: 0...9_000, using: &random), output: Bool.random(using: &random) ? 7 : nil, cacheRead: 3,
      cacheWrite: 2, reasoning: 1)
    if Int.random(in: 0..<5, using: &random) > 0 { call.cost = NanoDollars(.random(in: 0...5_000_000, using: &random)) }
    return (
      call,
      Dimensions(
        route: route, tenant: call.tenant.isEmpty ? nil : "acme", user: ["ann", "bob", nil][user],
        key: call.key.isEmpty ? nil : "k1", provider: nil, model: model)
    )
  }
}

extension Dictionary where Value == SpendSums {
  /// Counts one call under a key.
  mutating func count(_ call: CallRecord, under key: Key) {
    self[key, default: SpendSums()].add(call.usage, cost: call.cost, failed: call.outcome == .error)
  }
}

extension IndexSnapshot {
  func allSpend(since: Nanoseconds = 0) throws -> [SpendRow] {
    var rows: [SpendRow] = []
    try forEachSpend(since: since) { rows.append($0) }
    return rows
  }
}
