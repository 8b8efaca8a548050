internal import CallModel

/// What was seen lately, by key: two generations, of which the older is dropped whole.
///
/// A key is remembered for at least `span` after it was last touched, and at most twice as long; with
/// more than `capacity` keys in a span, for less. At most 2 · `capacity` keys, O(1) each.
struct RecentTable<Value: Sendable>: Sendable {
  private let span: Nanoseconds
  private let capacity: Int
  private var current: [UInt64: Value] = [:]
  private var previous: [UInt64: Value] = [:]
  private var turned: Nanoseconds?

  init(span: Nanoseconds, capacity: Int) {
    self.span = span
    self.capacity = capacity
  }

  var count: Int { current.count + previous.count }

  /// Changes the value of a key; a new one begins as `fresh`.
  mutating func change<Result>(
    _ key: UInt64, at now: Nanoseconds, fresh: Value, _ body: (inout Value) -> Result
  ) -> Result {
    turn(at: now)
    if let place = current.index(forKey: key) { return body(&current.values[place]) }
    var value = previous.removeValue(forKey: key) ?? fresh
    let result = body(&value)
    current[key] = value
    return result
  }

  private mutating func turn(at now: Nanoseconds) {
    let since = now - (turned ?? now)
    if turned == nil { turned = now }
    guard since >= span || since < -span || current.count >= capacity else { return }
    previous = since >= 2 * span || since < -span ? [:] : current
    current = [:]
    turned = now
  }
}
