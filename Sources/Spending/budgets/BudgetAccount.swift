internal import CallModel

/// One account of a budget: what one combination of names has spent, and what was said of it.
struct BudgetAccount: Sendable {
  struct Key: Hashable, Sendable {
    /// The budget's place in the book.
    var budget: Int
    /// The names, in the order of `by`; nil for the account that holds all combinations for
    /// which there was no place.
    var values: [String]?
  }

  private enum Ledger: Sendable {
    case calendar(CalendarLedger)
    case rolling(RollingLedger)
  }

  /// What was said already.
  struct Told: Sendable {
    /// One bit for each threshold of `warn`.
    var warnings: UInt32 = 0
    var forecast = false
    var exceeded = false
    /// The calendar's period in which it was said, or when it was said last.
    var at: Nanoseconds = 0
  }

  let key: Key
  private var ledger: Ledger
  var told = Told()

  init(_ key: Key, period: BudgetPeriod, at now: Nanoseconds) {
    self.key = key
    switch period {
    case .rolling(let window): ledger = .rolling(RollingLedger(window: window))
    case .day, .month: ledger = .calendar(CalendarLedger(start: period.start(at: now) ?? 0))
    }
    told.at = period.start(at: now) ?? 0
  }

  func used(_ period: BudgetPeriod, at now: Nanoseconds) -> NanoDollars {
    switch ledger {
    case .calendar(let ledger): ledger.used(inPeriodFrom: period.start(at: now) ?? 0)
    case .rolling(let ledger): ledger.used(at: now)
    }
  }

  mutating func add(_ cost: NanoDollars, _ period: BudgetPeriod, at moment: Nanoseconds, now: Nanoseconds) {
    switch ledger {
    case .calendar(var calendar):
      calendar.add(cost, inPeriodFrom: period.start(at: moment) ?? 0, current: period.start(at: now) ?? 0)
      ledger = .calendar(calendar)
    case .rolling(var rolling):
      // Without this the array would be copied.
      ledger = .rolling(RollingLedger(window: 0))
      rolling.add(cost, at: moment, now: now)
      ledger = .rolling(rolling)
    }
  }

  /// The first moment at which no more than `most` is used if nothing is spent until then.
  func moment(when most: NanoDollars, _ period: BudgetPeriod, after now: Nanoseconds) -> Nanoseconds {
    switch ledger {
    case .calendar: period.end(at: now) ?? now
    case .rolling(let ledger): ledger.moment(when: most, after: now)
    }
  }

  /// What is told once a period may be told again when the period is over; of a rolling one,
  /// when it is below the threshold again and a whole window has passed.
  mutating func forgetTold(_ rule: BudgetRule, used: NanoDollars, at now: Nanoseconds) {
    if let start = rule.period.start(at: now) {
      guard start != told.at else { return }
      told = Told(exceeded: told.exceeded, at: start)
    } else if case .rolling(let window) = rule.period, told.warnings != 0, now - told.at >= window {
      for (place, part) in rule.warn.enumerated() where !rule.limit.isReached(by: used, part: part) {
        told.warnings &= ~(1 << UInt32(truncatingIfNeeded: place))
      }
    }
  }
}

extension NanoDollars {
  /// Whether an amount is at least a part of this one, in hundredths of a percent.
  func isReached(by used: NanoDollars, part: Int) -> Bool {
    UInt128(max(0, used.value)) * 10_000 >= UInt128(max(0, value)) * UInt128(max(0, part))
  }

  /// The amount as people write it, with at most four decimals and nothing rounded up: `$2.50`.
  var spelled: String {
    let whole = value / 1_000_000_000
    let tenThousandths = String(value.magnitude % 1_000_000_000 / 100_000)
    var decimals = Substring(String(repeating: "0", count: max(0, 4 - tenThousandths.utf8.count)) + tenThousandths)
    while decimals.utf8.count > 2, decimals.last == "0" { decimals.removeLast() }
    return "$\(whole).\(decimals)"
  }
}
