internal import CallModel
internal import PluginKit

/// What waits for one exporter, within a bound of bytes.
///
/// Beyond the bound the oldest go. A snapshot takes the place of the one before it, which it
/// contains; so does a list of what fires, of which the first 2,000 are kept.
struct ExportQueue {
  private enum Entry {
    case verdict(JudgedAnswer)
    case alert(AlertChange)

    /// Bytes in memory, by estimate: the fixed part, and the texts that can be long.
    var cost: Int {
      switch self {
      case .verdict(let answer):
        let verdict = answer.verdict
        return 400 + (verdict.explanation?.utf8.count ?? 0) + (verdict.label?.utf8.count ?? 0)
          + verdict.evidence.count * 16
      case .alert(let change): return 400 + change.scope.clauses.reduce(0) { $0 + 48 + $1.pattern.utf8.count }
      }
    }
  }

  let bound: Int
  private var entries = Fifo<(entry: Entry, cost: Int, at: Nanoseconds)>()
  private var bytes = 0
  private var alerts = 0
  private var snapshot: MetricsSnapshot?
  private var firing: [AlertChange] = []

  private static let mostFiring = 2_000

  init(bound: Int) { self.bound = bound }

  var count: Int { entries.count + firing.count + (snapshot == nil ? 0 : 1) }
  var isEmpty: Bool { count == 0 }
  /// When the oldest came, of what can wait.
  var oldest: Nanoseconds? { entries.first?.at }
  /// Whether something waits that should go at once.
  var isUrgent: Bool { alerts > 0 || snapshot != nil || !firing.isEmpty }
  /// Whether there is a whole batch.
  func fills(_ limits: ExportLimits) -> Bool { entries.count >= limits.batchItems || bytes >= limits.batchBytes }

  /// How many older ones went for it; one that is larger than the bound still fits alone.
  mutating func append(_ answer: JudgedAnswer, at now: Nanoseconds) -> Int { append(.verdict(answer), at: now) }

  mutating func append(_ change: AlertChange, at now: Nanoseconds) -> Int {
    alerts += 1
    return append(.alert(change), at: now)
  }

  mutating func replace(_ snapshot: MetricsSnapshot) { self.snapshot = snapshot }

  mutating func replace(firing changes: [AlertChange]) { firing = Array(changes.prefix(Self.mostFiring)) }

  /// The oldest, as many as make a batch; neighbouring verdicts become one item.
  mutating func takeBatch(_ limits: ExportLimits) -> [ExportItem] {
    var batch: [ExportItem] = []
    if let snapshot { batch.append(.snapshot(snapshot)) }
    snapshot = nil
    // Before what changed since: the later word is the last.
    batch += firing.map { .alert($0) }
    firing = []
    var verdicts: [JudgedAnswer] = []
    var taken = (items: 0, bytes: 0)
    while taken.items < limits.batchItems, taken.bytes < limits.batchBytes, let next = popFirst() {
      taken = (taken.items + 1, taken.bytes + next.cost)
      switch next.entry {
      case .verdict(let answer): verdicts.append(answer)
      case .alert(let change):
        if !verdicts.isEmpty { batch.append(.verdicts(verdicts)) }
        verdicts = []
        batch.append(.alert(change))
      }
    }
    if !verdicts.isEmpty { batch.append(.verdicts(verdicts)) }
    return batch
  }

  /// How many went.
  mutating func removeAll() -> Int {
    defer { self = ExportQueue(bound: bound) }
    return entries.count
  }

  private mutating func append(_ entry: Entry, at now: Nanoseconds) -> Int {
    let cost = entry.cost
    var dropped = 0
    while bytes + cost > bound, popFirst() != nil { dropped += 1 }
    entries.append((entry, cost, now))
    bytes += cost
    return dropped
  }

  private mutating func popFirst() -> (entry: Entry, cost: Int)? {
    guard let first = entries.popFirst() else { return nil }
    bytes -= first.cost
    if case .alert = first.entry { alerts -= 1 }
    return (first.entry, first.cost)
  }
}
