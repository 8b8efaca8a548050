internal import CallModel

/// What waits for quiet, that which has been quiet longest first.
///
/// A list in a table: everything that waits waits equally long, so the order of the last touch
/// is the order of the deadlines, and to touch is to move to the end: O(1), without stale timers.
struct QuietList<Payload: Sendable>: Sendable {
  struct Item: Sendable {
    var payload: Payload
    /// When it began to wait.
    let since: Nanoseconds
    /// When something last came for it.
    fileprivate(set) var touched: Nanoseconds
    fileprivate var previous = -1
    fileprivate var next = -1
  }

  private var items: [Item?] = []
  private var free: [Int] = []
  private var tail = -1
  /// The place of what has been quiet longest; -1 if nothing waits.
  private var head = -1
  private(set) var count = 0

  /// The place and the last touch of what has been quiet longest.
  var oldest: (place: Int, touched: Nanoseconds)? {
    guard head >= 0, let item = items[head] else { return nil }
    return (head, item.touched)
  }

  /// Puts something at the end and says at which place it can be found until it is removed.
  mutating func append(_ payload: Payload, at now: Nanoseconds) -> Int {
    let place = free.popLast() ?? items.count
    if place == items.count { items.append(nil) }
    items[place] = Item(payload: payload, since: now, touched: now)
    link(place)
    count += 1
    return place
  }

  /// Moves something to the end, unless it began to wait before `earliest`.
  mutating func touch(_ place: Int, at now: Nanoseconds, unlessWaitingSince earliest: Nanoseconds) {
    guard items.indices.contains(place), let item = items[place], item.since >= earliest else { return }
    unlink(item)
    items[place]?.touched = now
    link(place)
  }

  mutating func remove(_ place: Int) -> Payload? {
    guard items.indices.contains(place), let item = items[place] else { return nil }
    unlink(item)
    items[place] = nil
    free.append(place)
    count -= 1
    return item.payload
  }

  private mutating func link(_ place: Int) {
    items[place]?.previous = tail
    items[place]?.next = -1
    if tail >= 0 { items[tail]?.next = place } else { head = place }
    tail = place
  }

  private mutating func unlink(_ item: Item) {
    if item.previous >= 0 { items[item.previous]?.next = item.next } else { head = item.next }
    if item.next >= 0 { items[item.next]?.previous = item.previous } else { tail = item.previous }
  }
}
