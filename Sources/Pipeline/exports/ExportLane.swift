internal import CallModel
internal import PluginKit

/// The decisions for one exporter: what is sent when, what is tried again, and what is dropped.
///
/// One batch is under way at a time, so that order is kept. After a failure nothing is sent, taken
/// or assembled until the pause is over: an endpoint that is dead costs one attempt a pause. A
/// snapshot is never sent again, since a new one says more; nor is what fires still.
struct ExportLane {
  enum Action {
    case send([ExportItem])
    /// Take a snapshot and offer it.
    case snapshot
    /// Nothing to do for so long, or until something is offered.
    case wait(Nanoseconds?)
    case end
  }

  let limits: ExportLimits
  private(set) var queue: ExportQueue
  /// Failures since the last item that arrived.
  private(set) var failures = 0
  private var batch: [ExportItem] = []
  private var batchSince: Nanoseconds = 0
  private var notBefore: Nanoseconds = .min
  private var nextSnapshot: Nanoseconds?
  private var deadline: Nanoseconds?

  /// - Parameter bound: bytes that may wait.
  init(_ limits: ExportLimits, bound: Int, at now: Nanoseconds) {
    self.limits = limits
    queue = ExportQueue(bound: bound)
    nextSnapshot = limits.interval.map { now + $0 }
  }

  var isOpen: Bool { failures >= limits.openAfter }
  /// What waits, and what is under way.
  var depth: Int { queue.count + batch.reduce(0) { $0 + $1.size } }

  // MARK: What comes

  /// How many older items were dropped for it.
  mutating func offer(_ answer: JudgedAnswer, at now: Nanoseconds) -> Int {
    deadline == nil ? queue.append(answer, at: now) : 1
  }

  mutating func offer(_ change: AlertChange, at now: Nanoseconds) -> Int {
    deadline == nil ? queue.append(change, at: now) : 1
  }

  mutating func offer(_ snapshot: MetricsSnapshot) { queue.replace(snapshot) }

  /// What fires still.
  mutating func repeatFiring(_ changes: [AlertChange]) { queue.replace(firing: changes) }

  /// Whether something waits that should go now.
  func isDue(at now: Nanoseconds) -> Bool { now >= notBefore && (queue.isUrgent || queue.fills(limits)) }

  // MARK: What is done

  mutating func next(at now: Nanoseconds) -> Action {
    if let deadline, now >= deadline { return .end }
    if now < notBefore { return .wait(notBefore - now) }
    if !batch.isEmpty { return .send(batch) }
    if let moment = nextSnapshot, now >= moment {
      nextSnapshot = deadline == nil ? limits.interval.map { max(moment + $0, now) } : nil
      return .snapshot
    }
    let waited = queue.oldest.map { now - $0 >= limits.delay } ?? false
    if !queue.isEmpty, queue.isUrgent || queue.fills(limits) || waited || deadline != nil {
      batch = queue.takeBatch(limits)
      batchSince = now
      return .send(batch)
    }
    if deadline != nil { return .end }
    let moments = [nextSnapshot, queue.oldest.map { $0 + limits.delay }]
    return .wait(moments.compactMap { $0.map { max($0 - now, 0) } }.min())
  }

  /// All of the batch has arrived; gives how many items that is.
  mutating func succeeded() -> Int {
    failures = 0
    notBefore = .min
    return removeFirst(batch.count)
  }

  /// The batch, or a part of it, did not arrive.
  mutating func failed(_ error: ExportError, at now: Nanoseconds, jitter: Double) -> (delivered: Int, dropped: Int) {
    let delivered = removeFirst(error.delivered)
    if delivered > 0 { failures = 0 }
    failures += 1
    var dropped = 0
    switch error.remedy {
    case .drop(let count):
      dropped = removeFirst(max(1, count ?? batch.count))
      // One bad item says nothing of the next; many say that something is set wrong.
      if isOpen { notBefore = now + limits.pause(failures: failures, jitter: jitter) }
    case .retry(let after):
      let asked = min(max(after ?? 0, 0), limits.longestRetryAfter)
      notBefore = now + max(limits.pause(failures: failures, jitter: jitter), asked)
      let hadSnapshot = batch.contains(where: \.isOfTheMoment)
      batch.removeAll(where: \.isOfTheMoment)
      if hadSnapshot, nextSnapshot != nil { nextSnapshot = notBefore }
      if notBefore - batchSince > limits.giveUpAfter { dropped = removeFirst(batch.count) }
    }
    return (delivered, dropped)
  }

  // MARK: The end

  /// Sends what is left, once more a snapshot too, until `deadline`; nothing if the circuit is open.
  mutating func stop(at now: Nanoseconds, deadline: Nanoseconds) {
    self.deadline = isOpen ? now : deadline
    if nextSnapshot != nil { nextSnapshot = now }
    notBefore = .min
  }

  /// How many items are given up.
  mutating func abandon() -> Int { removeFirst(batch.count) + queue.removeAll() }

  private mutating func removeFirst(_ count: Int) -> Int {
    let count = min(max(count, 0), batch.count)
    let size = batch.prefix(count).reduce(0) { $0 + $1.size }
    batch.removeFirst(count)
    return size
  }
}

extension ExportItem {
  /// Whether the next one of its sort says all that it says.
  var isOfTheMoment: Bool {
    switch self {
    case .snapshot: true
    case .alert(let change): change.from == change.to
    case .verdicts: false
    }
  }

  /// How many items it counts as.
  var size: Int {
    switch self {
    case .verdicts(let answers): answers.count
    case .snapshot, .alert: 1
    }
  }
}
