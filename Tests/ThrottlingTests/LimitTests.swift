import CallModel
import Testing
import Throttling

struct LimitTests {
  private let ann = Dimensions(route: "checkout", user: "ann", model: "gpt-4o")
  private let bob = Dimensions(route: "checkout", user: "bob", model: "gpt-4o")

  private func requests(_ amount: Int64, in window: Nanoseconds = .minutes(1), by: [Dimension] = [.user]) -> LimitRule {
    LimitRule(name: "rate", amount: amount, unit: .requests, window: window, by: by)
  }

  private func tokens(_ amount: Int64, in window: Nanoseconds = .hours(1)) -> LimitRule {
    LimitRule(name: "tokens", amount: amount, unit: .tokens, window: window)
  }

  private func ask(_ dimensions: Dimensions, _ input: Int64? = nil, _ output: Int64? = nil) -> AdmissionRequest {
    AdmissionRequest(dimensions: dimensions, inputTokens: input, maxOutputTokens: output)
  }

  /// Asks, and is charged if it may go.
  private func goes(_ book: inout LimitBook, _ request: AdmissionRequest, at now: Nanoseconds) -> Bool {
    guard book.findings(for: request, at: now).isEmpty else { return false }
    book.charge(request, at: now)
    return true
  }

  @Test func soManyGoAndTheNextIsToldWhenThereIsRoom() throws {
    var book = LimitBook(rules: [requests(3)])
    for second: Int64 in [0, 10, 20] {
      let isAdmitted = goes(&book, ask(ann), at: start + .seconds(second))
      #expect(isAdmitted)
    }
    let now = start + .seconds(25)
    let finding = try #require(book.findings(for: ask(ann), at: now).first)
    #expect(
      finding
        == AdmissionFinding(
          name: "rate", decision: .reject,
          reason: "limit rate: 3 of 3 requests in 60 s by user=ann; room again in 36 s", cause: "limit",
          retryAfter: .seconds(36)))
    // It is true, and not a moment before.
    #expect(book.findings(for: ask(ann), at: start + .seconds(61) - 1).count == 1)
    #expect(book.findings(for: ask(ann), at: start + .seconds(61)).isEmpty)
    #expect(book.findings(for: ask(bob), at: now).isEmpty)
    // Who is not named is in no account.
    #expect(book.findings(for: ask(Dimensions(route: "checkout")), at: now).isEmpty)
  }

  /// Never more than the limit in any window, nor much less than it where many ask.
  @Test(arguments: [(1, Nanoseconds.seconds(1)), (2, .minutes(1)), (3, .hours(24))] as [(UInt64, Nanoseconds)])
  func noWindowHasMoreThanTheLimit(seed: UInt64, window: Nanoseconds) {
    var random = SeededGenerator(seed: seed)
    var book = LimitBook(rules: [requests(40, in: window, by: [])])
    var admitted: [Nanoseconds] = []
    var now = start
    for _ in 0..<4_000 {
      now += Nanoseconds(random.next() % UInt64(window / 50))
      if goes(&book, ask(ann), at: now) { admitted.append(now) }
    }
    for (place, first) in admitted.enumerated() where place + 40 < admitted.count {
      #expect(admitted[place + 40] - first >= window)
    }
    // All of them ask more than they may: at least 95 % of what they may goes.
    let share = Double(admitted.count) / (40 * Double(now - start) / Double(window))
    #expect(share > 0.95 && share < 1.03)
  }

  @Test func aCallThatAskedIsCountedOnce() {
    var book = LimitBook(rules: [requests(10)])
    for number: Int64 in 0..<4 {
      let now = start + .seconds(number)
      let isAdmitted = goes(&book, ask(ann), at: now)
      #expect(isAdmitted)
      book.arrive(ann, tokens: 5, at: now + .milliseconds(500))
    }
    // Four that never asked.
    for _ in 0..<4 { book.arrive(ann, tokens: 5, at: start + .seconds(5)) }
    let more = (0..<5).map { _ in goes(&book, ask(ann), at: start + .seconds(6)) }
    // Eight have come, so that there is room for two.
    #expect(more == [true, true, false, false, false])
    for _ in 0..<2 { book.arrive(ann, tokens: 5, at: start + .seconds(7)) }
    #expect(book.findings(for: ask(ann), at: start + .seconds(7)).count == 1)
    // Those that asked in one moment are counted once, too.
    var burst = LimitBook(rules: [requests(3)])
    for _ in 0..<2 { burst.charge(ask(ann), at: start) }
    for _ in 0..<2 { burst.arrive(ann, tokens: 5, at: start) }
    #expect(burst.findings(for: ask(ann), at: start).isEmpty)
    // Of whom nothing more is heard has been there all the same, for the window and no longer.
    var silent = LimitBook(rules: [requests(2)])
    let asked = (0..<3).map { _ in goes(&silent, ask(ann), at: start) }
    #expect(asked == [true, true, false])
    #expect(silent.findings(for: ask(ann), at: start + .seconds(61)).isEmpty)
  }

  @Test func tokensAreThoseThatCameAndThoseThatWillCome() throws {
    var book = LimitBook(rules: [tokens(1_000)])
    book.arrive(ann, tokens: 300, at: start)
    let isAdmitted = goes(&book, ask(ann, 100, 400), at: start)
    #expect(isAdmitted)
    let finding = try #require(book.findings(for: ask(bob, 100, 200), at: start).first)
    #expect(
      finding.reason.hasPrefix("limit tokens: 800 of 1000 tokens in 60 min by *, and this call may use 300; room"))
    // It used less than it stated.
    book.arrive(ann, tokens: 50, at: start + .seconds(2))
    #expect(book.findings(for: ask(bob, 100, 200), at: start + .seconds(2)).isEmpty)
    #expect(book.findings(for: ask(bob, 100, 551), at: start + .seconds(2)).count == 1)
    // One that never comes is forgotten after ten minutes.
    let lost = goes(&book, ask(ann, 0, 600), at: start + .seconds(3))
    #expect(lost)
    #expect(book.findings(for: ask(ann, 100), at: start + .minutes(10)).count == 1)
    #expect(book.findings(for: ask(ann, 100), at: start + .minutes(10) + .seconds(13)).isEmpty)
    // Who asks meanwhile is told when there is room even if it comes.
    let wait = try #require(book.findings(for: ask(ann, 100), at: start + .seconds(3)).first?.retryAfter)
    #expect(wait == .minutes(61) - .seconds(3))
    // One for which there is never room need not wait.
    let never = try #require(book.findings(for: ask(ann, 900, 101), at: start).first)
    #expect(
      never.retryAfter == nil && never.reason.hasSuffix("this call alone may use 1001, for which there is never room"))
  }

  @Test func numbersFromTheNetworkCannotOverflow() {
    var book = LimitBook(rules: [tokens(1_000), requests(5, by: [])])
    book.charge(ask(ann, .max, .max), at: start)
    book.charge(ask(ann, -5, .max), at: start)
    book.arrive(ann, tokens: .max, at: start)
    book.arrive(ann, tokens: .max, at: start)
    book.arrive(ann, tokens: .min, at: start)
    #expect(book.findings(for: ask(ann, .max, .max), at: start).map(\.decision) == [.reject])
    book.arrive(ann, tokens: 1, at: .max)
    book.arrive(ann, tokens: 1, at: .min)
    #expect(book.findings(for: ask(ann), at: .min).isEmpty)
  }

  @Test func combinationsWithoutAPlaceShareOneAccount() {
    var book = LimitBook(rules: [requests(2)], capacity: 3)
    func user(_ number: Int) -> AdmissionRequest { ask(Dimensions(user: "u\(number)")) }
    for number in 0..<3 { book.charge(user(number), at: start) }
    let others = (3..<9).map { goes(&book, user($0), at: start + .seconds(1)) }
    #expect(others == [true, true, false, false, false, false])
    #expect(book.shared == 2)
    #expect(book.findings(for: user(0), at: start + .seconds(1)).isEmpty)
    // When their window is empty they make room.
    let later = (10..<13).map { goes(&book, user($0), at: start + .minutes(3)) }
    #expect(later == [true, true, true])
    #expect(book.shared == 2)
  }

  @Test func aRestartForgetsNoCallThatCame() {
    var book = LimitBook(rules: [tokens(1_000), requests(3, in: .hours(2))])
    #expect(book.longest == .hours(2))
    var sums = SpendSums()
    sums.add(TokenUsage(input: 500, output: 100), cost: nil, failed: true)
    sums.add(TokenUsage(input: 300), cost: nil, failed: false)
    book.restore(SpendRow(start: start - .minutes(62), width: .minutes(5), dimensions: ann, sums: sums), at: start)
    // Rather too long than too short: the row ends within the hour.
    #expect(book.findings(for: ask(ann, 100), at: start).isEmpty)
    #expect(book.findings(for: ask(ann, 101), at: start).map(\.name) == ["tokens"])
    #expect(book.findings(for: ask(ann, 101), at: start + .minutes(5)).isEmpty)
    book.arrive(bob, tokens: 1, at: start)
    book.arrive(ann, tokens: 1, at: start)
    #expect(book.findings(for: ask(ann), at: start + .minutes(5)).map(\.name) == ["rate"])
  }

  @Test func aLimitInShadowOnlySaysWhatItWouldDo() {
    var rule = requests(1)
    rule.mode = .shadow
    var book = LimitBook(rules: [rule])
    book.charge(ask(ann), at: start)
    let findings = book.findings(for: ask(ann), at: start)
    #expect(findings.map(\.decision) == [.admit] && findings.map(\.cause) == ["shadow"])
  }
}
