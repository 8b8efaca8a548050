internal import CallModel
internal import PluginKit
internal import Spending

extension Settings {
  /// The entries under `budgets:`.
  mutating func budgets() -> [BudgetRule] {
    entries(under: "budgets", atMost: 200) { name, entry in
      let limit = entry.requires("limit", "how much in which time, such as $200/day") ? entry.budgetLimit() : nil
      let by = entry.dimensions("by") ?? []
      let on = entry.scope("on") ?? .everything
      let warn = entry.thresholds("warn")
      let forecast = entry.bool("forecast", default: true)
      let then = entry.budgetConsequence()
      let unpriced = entry.choice("unpriced", default: UnpricedCalls.deny)
      let mode = entry.enforcement()
      entry.finish()
      return limit.map {
        BudgetRule(
          name: name, limit: $0.amount, period: $0.period, by: by, on: on, warn: warn, forecast: forecast, then: then,
          unpriced: unpriced, mode: mode)
      }
    }
  }

  /// `mode:` of a rule that a person states outright: it enforces unless it says otherwise.
  mutating func enforcement() -> Enforcement {
    choice("mode", default: OutrightMode.enforce) == .enforce ? .enforce : .shadow
  }

  /// `$200/day`, `$50/month`, `$2.50/24h`.
  private mutating func budgetLimit() -> (amount: NanoDollars, period: BudgetPeriod)? {
    guard let written = text("limit") else { return nil }
    let sides = written.split(separator: "/", omittingEmptySubsequences: false).map(trimmed)
    guard sides.count == 2, sides[0].hasPrefix("$"), let amount = NanoDollars(decimal: sides[0]) else {
      report("'\(written)' is no budget; write $200/day, $50/month or $2.50/24h", at: "limit")
      return nil
    }
    if amount <= .zero { report("must be more than nothing", at: "limit") }
    switch sides[1] {
    case "day": return (amount, .day)
    case "month": return (amount, .month)
    case let other:
      guard let window = Nanoseconds(written: other) else {
        report("'\(other)' is no period; write /day or /month (UTC), or a length of time such as /24h", at: "limit")
        return nil
      }
      guard (.minutes(5)...(.days(31))).contains(window) else {
        report("the period must lie between 5m and 31d", at: "limit")
        return nil
      }
      return (amount, .rolling(window))
    }
  }

  /// Parts of the limit, ascending, in hundredths of a percent.
  private mutating func thresholds(_ key: String) -> [Int] {
    guard let setting = raw(key) else { return [] }
    if case .null = setting.value { return [] }
    guard case .list(let list) = setting.value else {
      report("expected a list, found \(setting.kind); write [50%, 80%]", at: key)
      return []
    }
    if list.count > 16 { report("holds \(list.count) entries; at most 16 are allowed", at: key) }
    var result: Set<Int> = []
    for element in list.prefix(16) {
      let written = element.written
      let share = written.hasSuffix("%") ? Double(trimmed(written.dropLast())).map { $0 / 100 } : Double(written)
      let part = share.flatMap { (0...1).contains($0) ? Int(($0 * 10_000).rounded()) : nil }
      guard let part, (1..<10_000).contains(part) else {
        report("'\(written)' is no part of a limit; write a share above 0% and below 100%, such as 80%", at: key)
        continue
      }
      if !result.insert(part).inserted { report("'\(written)' stands here twice", at: key) }
    }
    return result.sorted()
  }

  /// `then:`, which is `deny`, `warn` or `{ degrade: MODEL }`.
  private mutating func budgetConsequence() -> BudgetConsequence {
    guard let setting = raw("then") else { return .deny }
    switch setting.value {
    case .null: return .deny
    case .text("deny"): return .deny
    case .text("warn"): return .warn
    case .map:
      var model: String?
      section("then") { inner in
        if inner.requires("degrade", "the model that calls go to instead") { model = inner.requiredText("degrade") }
        if model?.isEmpty == true { inner.report("names no model", at: "degrade") }
      }
      return .degrade(model ?? "")
    default:
      report("'\(setting.written)' is not one of deny, warn, { degrade: MODEL }", at: "then")
      return .deny
    }
  }
}

private enum OutrightMode: String, CaseIterable {
  case shadow, enforce
}

/// A part of a value without the blanks around it.
func trimmed(_ text: some StringProtocol) -> String {
  var rest = Substring(text)
  while rest.last == " " { rest.removeLast() }
  while rest.first == " " { rest.removeFirst() }
  return String(rest)
}
