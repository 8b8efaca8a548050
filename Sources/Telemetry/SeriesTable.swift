import CallModel

/// What a series is counted under, as symbols, so that the hot path touches no text.
protocol SeriesLabels: Hashable, Sendable {
  /// The same with every name from the network replaced by `other`.
  var folded: Self { get }
}

extension Hasher {
  /// Feeds up to three symbols as one word, which is twice as fast as one after the other.
  ///
  /// Symbol tables hold far fewer than 2²⁰ names; larger ids would only make collisions.
  mutating func combine(_ first: Symbol, _ second: Symbol, _ third: Symbol, salt: UInt64 = 0) {
    combine(UInt64(first.id) << 40 ^ UInt64(second.id) << 20 ^ UInt64(third.id) ^ salt << 60)
  }
}

/// The series of one or several metrics that share their labels, at most `capacity` of them.
///
/// Label sets beyond the capacity are counted under their folded form. Those few forms come on
/// top of the capacity. A series is never forgotten, since a counter must not fall.
struct SeriesTable<Labels: SeriesLabels, Series: Sendable>: Sendable {
  let capacity: Int
  private(set) var labels: [Labels] = []
  var series: [Series] = []
  /// How many records were counted under a folded form.
  private(set) var folded: UInt64 = 0
  private var places: [Labels: Int] = [:]
  private var foldedSets = 0

  init(capacity: Int) { self.capacity = capacity }

  /// Where in `series` the values of a label set are kept.
  mutating func place(of wanted: Labels, new: @autoclosure () -> Series) -> Int {
    if let place = places[wanted] { return place }
    if labels.count - foldedSets < capacity { return insert(wanted, new()) }
    folded &+= 1
    let other = wanted.folded
    if let place = places[other] { return place }
    foldedSets += 1
    return insert(other, new())
  }

  private mutating func insert(_ wanted: Labels, _ values: Series) -> Int {
    let place = series.count
    places[wanted] = place
    labels.append(wanted)
    series.append(values)
    return place
  }
}
