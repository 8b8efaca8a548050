/// What `NestedCalls` knows of the spans it saw last: an open table from hashes to standings.
///
/// Two generations: what is entered or asked for goes to the younger; when that holds half the
/// capacity it becomes the older one, and what was in that is forgotten. Two spans are taken for
/// one with a chance of about capacity / 2⁶⁰ a look-up.
struct SpanTable: Sendable {
  /// What is known of a span.
  enum Standing: Sendable {
    /// Nothing.
    case none
    /// A call of the batch that is being looked at, with its position.
    case pending(UInt64)
    /// Not seen, but the parent of a counted call, or of one that repeats it.
    case named(UInt64)
    case counted
    /// A call within a counted one.
    case inside(UInt64)
    /// A call around a counted one.
    case around(UInt64)
  }

  private struct Entry: Sendable {
    /// The hash, and in the low three bits which standing it is; 0: the place is free.
    var key: UInt64 = 0
    var value: UInt64 = 0
  }

  private static let sortMask: UInt64 = 7

  private let generation: Int
  /// Places for a generation and a batch: only a batch beyond that makes the table any larger.
  private let largest: Int
  private var young = [Entry](repeating: Entry(), count: 64)
  private var old: [Entry] = []
  private var count = 0
  /// Means nothing; without it the loads of `touch` would be optimised away.
  private var touched: UInt64 = 0

  init(capacity: Int) {
    generation = min(max(capacity / 2, 1), 1 << 30)
    largest = (generation + min(generation, 65_536)) * 3 / 2 + 64
  }

  /// Bytes in use.
  var size: Int { (young.count + old.count) * MemoryLayout<Entry>.stride }

  /// The key of a span: calls of different families never meet.
  static func key(_ hash: UInt64, isEmbeddings: Bool) -> UInt64 {
    (hash & ~15) | (isEmbeddings ? 8 : 0)
  }

  /// Sees to it that so many keys find room without a place being moved or forgotten.
  mutating func makeRoom(for more: Int) {
    if count >= generation {
      swap(&young, &old)
      // The traffic is what it was, so the table will be as large again.
      young = [Entry](repeating: Entry(), count: old.count)
      count = 0
    }
    guard (count + more) * 3 > young.count * 2 else { return }
    var larger = [Entry](repeating: Entry(), count: max(min(young.count * 2, largest), (count + more) * 3 / 2 + 1))
    for entry in young where entry.key != 0 { larger[Self.search(entry.key & ~Self.sortMask, in: larger)] = entry }
    young = larger
  }

  /// Brings the places of keys into the processor's caches, many at a time: what costs in a large
  /// table is the wait for memory, and waits overlap where nothing depends on them.
  mutating func touch(_ keys: [UInt64]) {
    for key in keys { touched &+= young[Self.home(of: key, in: young.count)].key }
    if old.isEmpty { return }
    for key in keys { touched &+= old[Self.home(of: key, in: old.count)].key }
  }

  /// The place of a key, which is entered if it is new; good until `makeRoom`.
  mutating func place(of key: UInt64) -> Int {
    let place = Self.search(key, in: young)
    if young[place].key != 0 { return place }
    count += 1
    // Kept apart from `none`: without a sort it would look like a free place.
    young[place].key = key | Sort.none.rawValue
    if !old.isEmpty {
      let entry = old[Self.search(key, in: old)]
      if entry.key != 0 { young[place] = entry }
    }
    return place
  }

  subscript(place: Int) -> Standing {
    get {
      let entry = young[place]
      return switch Sort(rawValue: entry.key & Self.sortMask) {
      case .pending: .pending(entry.value)
      case .named: .named(entry.value)
      case .counted: .counted
      case .inside: .inside(entry.value)
      case .around: .around(entry.value)
      case .some(.none), nil: .none
      }
    }
    set {
      let (sort, value): (Sort, UInt64) =
        switch newValue {
        case .none: (.none, 0)
        case .pending(let position): (.pending, position)
        case .named(let inner): (.named, inner)
        case .counted: (.counted, 0)
        case .inside(let outer): (.inside, outer)
        case .around(let inner): (.around, inner)
        }
      young[place].key = young[place].key & ~Self.sortMask | sort.rawValue
      young[place].value = value
    }
  }

  private enum Sort: UInt64 {
    case none = 1
    case pending, named, counted, inside, around
  }

  private static func home(of key: UInt64, in size: Int) -> Int {
    // Multiplying a second time maps the hash evenly onto a table of any size.
    let mixed = key &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed.multipliedFullWidth(by: UInt64(size)).high)
  }

  /// The place of a key, or the free one where it would be. The table must not be full.
  private static func search(_ key: UInt64, in entries: [Entry]) -> Int {
    let size = entries.count
    var place = home(of: key, in: size)
    while entries[place].key != 0, entries[place].key & ~sortMask != key {
      place = place + 1 == size ? 0 : place + 1
    }
    return place
  }
}
