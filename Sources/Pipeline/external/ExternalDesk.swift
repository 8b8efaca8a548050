internal import CallModel
internal import Storage

/// What is known of verdicts from elsewhere: who may send them, which wait, and what was given lately.
///
/// It reads the index and changes nothing but itself; what it decides is handed out.
struct ExternalDesk: Sendable {
  /// A verdict that found its call.
  struct Found: Sendable {
    var judgement: Judgement
    var earlier: JudgedCall?
    var verdict: ExternalVerdict
  }

  /// What one look at what waits has brought.
  struct Outcome: Sendable {
    var found: [Found] = []
    /// Reports whose call was not found in time.
    var unmatched = 0
  }

  private struct Key: Hashable, Sendable {
    var call: Int64
    var evaluator: String
  }

  private static let mostGiven = 10_000
  /// Calls that are read of the index at once.
  private static let page = 10_000

  private var evaluators: [String: ExternalEvaluator]
  private var waiting: WaitingReports
  /// The index is written behind, so the latest verdicts may not be in it yet.
  private var given: (young: [Key: JudgedCall], old: [Key: JudgedCall]) = ([:], [:])

  init(_ evaluators: [ExternalEvaluator], waiting: WaitingReports) {
    self.evaluators = Self.bySender(evaluators)
    self.waiting = waiting
  }

  var isWanted: Bool { !evaluators.isEmpty }
  /// How many wait for their call.
  var count: Int { waiting.count }

  /// Takes other evaluators; what waits for one that is gone is forgotten when its call is found.
  mutating func apply(_ evaluators: [ExternalEvaluator], quiet: Nanoseconds) {
    self.evaluators = Self.bySender(evaluators)
    waiting.quiet = quiet
  }

  func knows(_ name: String) -> Bool { evaluators[name] != nil }

  /// Takes a report of an evaluator that is known.
  mutating func add(_ report: EvaluationReport, at now: Nanoseconds) {
    waiting.add(WaitingReports.Entry(evaluator: report.name, report: report, came: now))
  }

  mutating func learn(response: UInt64, of span: SpanID) { waiting.learn(response: response, of: span) }

  /// Reads what calls the index has got, and decides of what waits.
  ///
  /// - Parameter isLast: whether nothing more will come.
  mutating func turn(at now: Nanoseconds, _ index: IndexReader, symbols: Symbols, isLast: Bool = false) throws
    -> Outcome
  {
    if waiting.count == 0 { return Outcome() }
    while true {
      let calls = try index.read {
        try $0.identities(after: waiting.lastCall, reach: WaitingReports.reach, limit: Self.page)
      }
      waiting.learn(calls)
      if calls.count < Self.page { break }
    }
    var outcome = Outcome()
    for decision in isLast ? waiting.drain() : waiting.decide(at: now) {
      guard let evaluator = evaluators[decision.entry.evaluator], let id = decision.call,
        let found = try found(decision.entry.report, by: evaluator, on: id, at: now, index, symbols)
      else {
        outcome.unmatched += 1
        continue
      }
      outcome.found.append(found)
    }
    return outcome
  }

  /// nil if the call is gone, or is of another trace: spans were looked up without it.
  private mutating func found(
    _ report: EvaluationReport, by evaluator: ExternalEvaluator, on id: Int64, at now: Nanoseconds,
    _ index: IndexReader,
    _ symbols: Symbols
  ) throws -> Found? {
    let (call, stored) = try index.read { (try $0.call(id), try $0.verdicts(of: id)) }
    guard let call, !report.trace.isValid || !report.span.isValid || report.trace == call.trace else { return nil }
    let key = Key(call: id, evaluator: evaluator.name)
    let earlier = given.young[key] ?? given.old[key] ?? stored.first { $0.evaluator == evaluator.name }
    let verdict = evaluator.verdict(of: report)
    let decided = ExternalVerdict(
      verdict, after: earlier.map { ($0.verdict, $0.at) }, arrival: call.arrival, at: now)
    let judgement = Judgement(
      id: id, record: CallRecord(call, symbols), dimensions: call.dimensions, evaluator: evaluator.name,
      verdict: verdict, sample: Sample(stratum: .foreign, inclusion: 1), at: now, isAgain: decided == .replaces)
    if decided != .repeated { remember(JudgedCall(judgement), at: key) }
    return Found(judgement: judgement, earlier: earlier, verdict: decided)
  }

  private mutating func remember(_ judged: JudgedCall, at key: Key) {
    if given.young.count >= Self.mostGiven { given = ([:], given.young) }
    given.young[key] = judged
  }

  private static func bySender(_ evaluators: [ExternalEvaluator]) -> [String: ExternalEvaluator] {
    Dictionary(evaluators.map { ($0.sentAs, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
