internal import CallModel
internal import PluginKit

extension Settings {
  /// The entries under `limits:`.
  mutating func limits() -> [LimitRule] {
    entries(under: "limits", atMost: 200) { name, entry in
      let limit = entry.requires("limit", "how many in which time, such as 20 requests/m") ? entry.rate() : nil
      let by = entry.dimensions("by") ?? []
      let on = entry.scope("on") ?? .everything
      let mode = entry.enforcement()
      entry.finish()
      return limit.map {
        LimitRule(name: name, amount: $0.amount, unit: $0.unit, window: $0.window, by: by, on: on, mode: mode)
      }
    }
  }

  /// `20 requests/m`, `200k tokens/h`, `1 request/10s`.
  private mutating func rate() -> (amount: Int64, unit: LimitRule.Unit, window: Nanoseconds)? {
    guard let written = text("limit") else { return nil }
    let sides = written.split(separator: "/", omittingEmptySubsequences: false).map(trimmed)
    let words = sides[0].split(separator: " ").map(String.init)
    guard sides.count == 2, words.count == 2, let amount = amount(words[0]) else {
      report("'\(written)' is no limit; write 20 requests/m or 200k tokens/h", at: "limit")
      return nil
    }
    guard let unit = LimitRule.Unit.allCases.first(where: { $0.rawValue == words[1] || $0.singular == words[1] }) else {
      report("'\(words[1])' is not one of requests, tokens", at: "limit")
      return nil
    }
    if amount == 0 { report("must be more than nothing", at: "limit") }
    let isUnitAlone = ["s", "m", "h", "d"].contains(sides[1])
    guard let window = Nanoseconds(written: isUnitAlone ? "1" + sides[1] : sides[1]) else {
      report("'\(sides[1])' is no length of time; write /s, /m (minute), /h, /d or /10m", at: "limit")
      return nil
    }
    guard (.seconds(1)...(.hours(24))).contains(window) else {
      report("the time must lie between 1s and 24h", at: "limit")
      return nil
    }
    return (amount, unit, window)
  }

  /// A whole number, of which `k` makes thousands and `M` millions.
  private func amount(_ written: String) -> Int64? {
    let factor: Int64 = written.hasSuffix("k") ? 1_000 : written.hasSuffix("M") ? 1_000_000 : 1
    let digits = factor == 1 ? written[...] : written.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(digits) else {
      return nil
    }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }
}

extension LimitRule.Unit {
  fileprivate var singular: String {
    switch self {
    case .requests: "request"
    case .tokens: "token"
    }
  }
}
