internal import CallModel
internal import Storage

/// The verdicts from elsewhere that wait for their call: a value, the clock an argument.
///
/// **Which call a report speaks of.** That of its span; else that of its response id. When nothing of the
/// kind has come for `quiet`, its span is taken for one around the call (a function, an agent): the last
/// call whose parent it is; a report on a whole trace speaks of its last call. After `patience`: the only
/// call of its trace, however deep it lies. Else it is lost.
///
/// At most `capacity` wait; beyond that the oldest is decided upon at once.
struct WaitingReports: Sendable {
  /// A report and whose it is.
  struct Entry: Sendable {
    var evaluator: String
    var report: EvaluationReport
    var came: Nanoseconds
  }

  /// What was decided of an entry.
  struct Decision: Sendable {
    var entry: Entry
    /// The call's id in the index; nil if none was found in time.
    var call: Int64?
  }

  /// Calls that are remembered, at least.
  static let reach: Int64 = 200_000

  private let capacity: Int
  private let patience: Nanoseconds
  var quiet: Nanoseconds
  private var waiting: [Entry] = []
  private var spans: RecentSpans
  private var responses: (young: [UInt64: UInt64], old: [UInt64: UInt64]) = ([:], [:])
  /// The call up to which the index was read.
  private(set) var lastCall: Int64 = 0

  init(
    quiet: Nanoseconds, patience: Nanoseconds = .minutes(1), capacity: Int = 10_000, reach: Int = Int(Self.reach)
  ) {
    self.quiet = quiet
    self.patience = patience
    self.capacity = max(1, capacity)
    spans = RecentSpans(generation: reach)
  }

  var count: Int { waiting.count }

  mutating func add(_ entry: Entry) { waiting.append(entry) }

  /// Takes in calls of the index, in the order of their ids.
  mutating func learn(_ calls: [CallIdentity]) {
    for call in calls { spans.add(call) }
    lastCall = calls.last?.id ?? lastCall
  }

  /// Takes in which answers calls had, as their batch says: the index does not know.
  mutating func learn(response: UInt64, of span: SpanID) {
    if responses.young.count >= spans.generation { responses = ([:], responses.young) }
    responses.young[response] = span.value
  }

  /// Takes out what can be decided now, in the order in which it came.
  mutating func decide(at now: Nanoseconds) -> [Decision] {
    if waiting.isEmpty { return [] }
    var decided: [Decision] = []
    var kept: [Entry] = []
    let excess = waiting.count - capacity
    for (place, entry) in waiting.enumerated() {
      let age = place < excess ? Nanoseconds.max : now &- entry.came
      let call = call(of: entry.report, age: age)
      if call != nil || age >= patience {
        decided.append(Decision(entry: entry, call: call))
      } else {
        kept.append(entry)
      }
    }
    waiting = kept
    return decided
  }

  /// Decides of everything that waits: nothing more will come.
  mutating func drain() -> [Decision] {
    defer { waiting = [] }
    return waiting.map { Decision(entry: $0, call: call(of: $0.report, age: .max)) }
  }

  private func call(of report: EvaluationReport, age: Nanoseconds) -> Int64? {
    if report.span.isValid, let call = spans.call(of: report.span) { return call }
    if let response = report.response, let span = responses.young[response] ?? responses.old[response],
      let call = spans.call(of: SpanID(span))
    {
      return call
    }
    guard age >= quiet else { return nil }
    if report.span.isValid {
      if let call = spans.lastCall(under: report.span) { return call }
      guard age >= patience, let calls = spans.calls(of: report.trace), calls.isOnly else { return nil }
      return calls.last
    }
    return report.trace.isValid ? spans.calls(of: report.trace)?.last : nil
  }
}
