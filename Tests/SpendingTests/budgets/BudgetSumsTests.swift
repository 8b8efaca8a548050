import CallModel
import Foundation
import Spending
import Testing

/// Random spends at random times have the sums that a plain list of them has.
struct BudgetSumsTests {
  private struct Spent {
    var dimensions: Dimensions
    var cost: NanoDollars
    var at: Nanoseconds
    /// When the calendar's day and month began that it was in.
    var day: Nanoseconds
    var month: Nanoseconds
  }

  private static let utc: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
    return calendar
  }()

  /// The beginning of the calendar's period, by a calendar of other people.
  private func start(_ component: Calendar.Component, of moment: Nanoseconds) -> Nanoseconds {
    let date = Date(timeIntervalSince1970: Double(moment / 1_000_000_000))
    let start = Self.utc.dateInterval(of: component, for: date)?.start ?? date
    return Nanoseconds(start.timeIntervalSince1970) * 1_000_000_000
  }

  private func sum(_ spent: [Spent], _ rule: BudgetRule, at now: Nanoseconds, _ isIn: (Spent) -> Bool)
    -> [[String]: NanoDollars]
  {
    var result: [[String]: NanoDollars] = [:]
    for one in spent where isIn(one) && rule.on.matches(one.dimensions) {
      let names = rule.by.compactMap { one.dimensions[$0] }
      if names.count == rule.by.count { result[names, default: .zero] += one.cost }
    }
    return result
  }

  private func expected(_ spent: [Spent], _ rule: BudgetRule, at now: Nanoseconds) -> [[String]: NanoDollars] {
    switch rule.period {
    case .day:
      let today = start(.day, of: now)
      return sum(spent, rule, at: now) { $0.day == today }
    case .month:
      let month = start(.month, of: now)
      return sum(spent, rule, at: now) { $0.month == month }
    case .rolling(let window):
      let step = window <= .days(1) ? .minutes(5) : window <= .days(7) ? .hours(1) : Nanoseconds.hours(4)
      return sum(spent, rule, at: now) { $0.at / step * step >= now / step * step - window }
    }
  }

  private func found(_ book: BudgetBook, _ rule: BudgetRule, at now: Nanoseconds) -> [[String]: NanoDollars] {
    var result: [[String]: NanoDollars] = [:]
    for account in book.accounts(of: rule.name, atMost: 1_000, at: now) {
      result[rule.by.compactMap { account.worst[$0] }] = account.used
    }
    return result
  }

  private static let rules = [
    budget("day"), budget("month", .init(.max), .month, by: [.user]),
    budget("hour", dollars(1), .rolling(.hours(1)), by: [.user, .model]),
    budget("24h", dollars(9), .rolling(.hours(24)), by: [.caller]), budget("7d", dollars(9), .rolling(.days(7))),
    budget("30d", dollars(9), .rolling(.days(30))),
    budget("gpt", dollars(1), .day, by: [.route], on: (try? Scope(parsing: "model=gpt-*")) ?? .everything),
  ]

  @Test(
    arguments: [
      // The mean step forward; starts two hours before the eve of a leap day, at a new year, in summer.
      (1, Nanoseconds.seconds(40), evening), (2, .minutes(9), evening), (3, .hours(3), evening),
      (4, .hours(20), evening), (5, .minutes(20), Nanoseconds.days(20_818) - .hours(3)), (6, .days(3), .days(20_600)),
    ] as [(UInt64, Nanoseconds, Nanoseconds)])
  func agreeWithAPlainList(seed: UInt64, pace: Nanoseconds, from: Nanoseconds) {
    var random = Seeded(state: seed)
    var book = BudgetBook(rules: Self.rules)
    var spent: [Spent] = []
    var clock = from
    var latest = from
    for round in 0..<500 {
      clock += .random(in: 0...2 * pace, using: &random)
      // Now and then a clock is set back by less than an hour, over midnight too.
      let at =
        Int.random(in: 0..<6, using: &random) == 0 ? clock - .random(in: 0...(.minutes(59)), using: &random) : clock
      let dimensions = Dimensions(
        route: ["a", "b"].randomElement(using: &random), tenant: Bool.random(using: &random) ? "t" : nil,
        user: ["ann", "bob", nil, "eve"].randomElement(using: &random) ?? nil,
        model: ["gpt-4o", "haiku", nil].randomElement(using: &random) ?? nil)
      let cost = NanoDollars(.random(in: 0...3_000_000_000, using: &random))
      // What is behind the clock by more than an hour is a clock that was set, see below.
      guard latest - at <= .hours(1) else { continue }
      latest = max(latest, at)
      _ = book.spend(dimensions, cost: cost, at: at)
      if cost > .zero {
        spent.append(
          Spent(
            dimensions: dimensions, cost: cost, at: at, day: start(.day, of: at), month: start(.month, of: at)))
      }
      guard round % 41 == 0 || round > 490 else { continue }
      for rule in Self.rules {
        #expect(found(book, rule, at: latest) == expected(spent, rule, at: latest), "\(rule.name) round \(round)")
      }
    }
    // And when nothing more is spent.
    for ahead in [Nanoseconds.minutes(30), .hours(5), .hours(30), .days(9), .days(40)] {
      for rule in Self.rules {
        #expect(
          found(book, rule, at: latest + ahead) == expected(spent, rule, at: latest + ahead), "\(rule.name) \(ahead)")
      }
    }
  }

  @Test func periodsAreThoseOfTheCalendar() throws {
    let book = BudgetBook(rules: [budget("day"), budget("month", dollars(1), .month)])
    // Through the leap years 2000 (of four centuries) and 2096, and 2100, which is none.
    for day in stride(from: Int64(0), to: 48_000, by: 13) {
      let moment = Nanoseconds.days(day) + .hours(day % 24)
      let states = book.states(at: moment)
      for (state, component) in zip(states, [Calendar.Component.day, .month]) {
        let date = Date(timeIntervalSince1970: Double(moment / 1_000_000_000))
        let period = try #require(Self.utc.dateInterval(of: component, for: date))
        #expect(state.start == Nanoseconds(period.start.timeIntervalSince1970) * 1_000_000_000)
        #expect(state.end == Nanoseconds(period.end.timeIntervalSince1970) * 1_000_000_000)
      }
    }
  }

  @Test func aRebuiltBookHasTheSums() {
    var random = Seeded(state: 11)
    var book = BudgetBook(rules: Self.rules)
    var rows: [SpendRow] = []
    var clock = evening - .days(33)
    while clock < evening {
      clock += .random(in: 0...(.minutes(90)), using: &random)
      let dimensions = Dimensions(route: "a", user: ["ann", "bob"].randomElement(using: &random), model: "gpt-4o")
      let cost = NanoDollars(.random(in: 1...9_000_000, using: &random))
      _ = book.spend(dimensions, cost: cost, at: clock)
      // As the store has them: the older the coarser.
      let width = clock < evening - .hours(26) ? Nanoseconds.hours(1) : .minutes(5)
      var sums = SpendSums()
      sums.add(TokenUsage(), cost: cost, failed: false)
      rows.append(SpendRow(start: clock / width * width, width: width, dimensions: dimensions, sums: sums))
    }
    var rebuilt = BudgetBook(rules: Self.rules)
    let oldest = rebuilt.oldest(at: clock)
    #expect(oldest <= clock - .days(30) && oldest > clock - .days(31))
    for row in rows.shuffled(using: &random) where row.start >= oldest { rebuilt.restore(row, at: clock) }
    for rule in Self.rules { #expect(found(rebuilt, rule, at: clock) == found(book, rule, at: clock), "\(rule.name)") }
    for ahead in [Nanoseconds.hours(2), .hours(11), .days(3)] {
      #expect(rebuilt.states(at: clock + ahead) == book.states(at: clock + ahead))
    }
  }

  @Test func moneyStaysAtTheLargestAmount() {
    var book = BudgetBook(rules: [
      budget("day", NanoDollars(.max)), budget("7d", NanoDollars(.max), .rolling(.days(7))),
    ])
    for _ in 0..<3 { _ = book.spend(ann, cost: NanoDollars(.max - 1), at: evening) }
    #expect(book.states(at: evening).map(\.used) == [NanoDollars(.max), NanoDollars(.max)])
    #expect(book.decide(at: evening).findings.count == 2)
    _ = book.spend(ann, cost: NanoDollars(-5), at: evening)
    _ = book.spend(ann, cost: dollars(1), at: .min)
    _ = book.spend(ann, cost: dollars(1), at: .max)
    _ = book.tick(at: .max)
    #expect(book.states(at: .max).map(\.used) == [dollars(1), dollars(1)])
  }

  @Test func aClockThatIsSetBackFarIsBelieved() {
    var book = BudgetBook(rules: [budget("day"), budget("24h", dollars(100), .rolling(.days(1)))])
    _ = book.spend(ann, cost: dollars(7), at: evening)
    // A server that believed for a moment that it is tomorrow …
    _ = book.spend(ann, cost: dollars(1), at: evening + .hours(20))
    #expect(book.used("day", at: evening + .hours(20)) == dollars(1))
    // … finds today as it was.
    _ = book.spend(ann, cost: dollars(2), at: evening + .minutes(1))
    #expect(book.used("day", at: evening + .minutes(1)) == dollars(9))
    #expect(book.used("24h", at: evening + .minutes(1)) == dollars(9))
    // One that believed in another century goes on with its day; what was rolling begins anew.
    _ = book.spend(ann, cost: dollars(1), at: evening + .days(30_000))
    _ = book.spend(ann, cost: dollars(3), at: evening + .minutes(2))
    #expect(book.states(at: evening + .minutes(2)).map(\.used) == [dollars(12), dollars(3)])
  }
}
