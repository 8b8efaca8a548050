package import CallModel

/// Verdicts of one session gathered into one bet: sessions that go wrong do so for several calls,
/// and verdicts that are bet on one by one as if they were independent give many false alarms.
///
/// A session is closed a minute after its last verdict, and at the latest ten minutes after its
/// first. At most `capacity` sessions are open; beyond that the one that is due first is closed
/// early, which makes its bet smaller than it could be but never wrong.
package struct SessionBets<Key: Hashable & Sendable>: Sendable {
  /// A session whose verdicts are complete.
  package struct Closed: Sendable {
    package var key: Key
    /// The share of its verdicts that failed.
    package var mean: Double
  }

  private struct Open: Sendable {
    var first: Nanoseconds
    var due: Nanoseconds
    var count = 0
    var sum = 0.0
  }

  package static var patience: Nanoseconds { .minutes(1) }
  package static var longest: Nanoseconds { .minutes(10) }

  private let capacity: Int
  private var open: [Key: Open] = [:]
  /// In the order in which they are to be looked at; one entry for each open session.
  private var queue: [(key: Key, at: Nanoseconds)] = []
  private var head = 0

  /// - Parameter capacity: at least 1.
  package init(capacity: Int = 4_096) { self.capacity = max(1, capacity) }

  /// How many sessions are open.
  package var count: Int { open.count }

  /// Adds a verdict (0 or 1) to its session.
  ///
  /// - Returns: the sessions that are complete by now.
  package mutating func add(_ failed: Double, to key: Key, at now: Nanoseconds) -> [Closed] {
    var closed = close(dueAt: now)
    if open[key] == nil, open.count >= capacity, let early = closeFirst() { closed.append(early) }
    if open[key] == nil { queue.append((key, now + Self.patience)) }
    var session = open[key] ?? Open(first: now, due: now)
    session.count += 1
    session.sum += failed
    session.due = min(now + Self.patience, session.first + Self.longest)
    open[key] = session
    return closed
  }

  /// Closes the sessions that are complete by now.
  package mutating func close(dueAt now: Nanoseconds) -> [Closed] {
    var closed: [Closed] = []
    while head < queue.count {
      let entry = queue[head]
      guard let session = open[entry.key] else {
        drop()
        continue
      }
      // A clock that was set back must not keep sessions open for ever.
      let isFromTheFuture = session.first > now + Self.longest
      guard entry.at <= now || isFromTheFuture else { break }
      drop()
      if session.due <= now || isFromTheFuture {
        open[entry.key] = nil
        closed.append(Closed(key: entry.key, mean: session.sum / Double(session.count)))
      } else {
        queue.append((entry.key, session.due))
      }
    }
    return closed
  }

  private mutating func closeFirst() -> Closed? {
    while head < queue.count {
      let key = queue[head].key
      drop()
      if let session = open.removeValue(forKey: key) {
        return Closed(key: key, mean: session.sum / Double(session.count))
      }
    }
    return nil
  }

  private mutating func drop() {
    head += 1
    // Amortised: as much is moved as was dropped.
    if head > 64, head * 2 > queue.count {
      queue.removeFirst(head)
      head = 0
    }
  }
}
