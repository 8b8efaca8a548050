package import CallModel

/// An earlier run's verdicts, looked up in the order of this run's rows.
///
/// As long as both runs have the same order it is read along, and nothing of it is kept. At the
/// first row that stands elsewhere the rest is read into a `BaselineIndex`.
package struct Baseline<Failure: Error>: Sendable {
  package typealias Entry = (key: VerdictKey, kind: Verdict.Kind)

  /// The next verdict of the file; nil at its end.
  private let read: @Sendable () throws(Failure) -> Entry?
  private var upcoming: Entry?
  private var rest: BaselineIndex?
  private var matched = 0
  private var seen = 0
  /// How many verdicts stood for a key that had one already; the last counts.
  package private(set) var repeats = 0

  /// - Parameter read: the verdicts of this run's evaluators, one after the other.
  package init(_ read: @escaping @Sendable () throws(Failure) -> Entry?) throws(Failure) {
    self.read = read
    upcoming = try read()
    if upcoming != nil { seen = 1 }
  }

  /// Whether it holds no verdict at all.
  package var isEmpty: Bool { seen == 0 }

  /// What the earlier run said.
  package mutating func kind(of key: VerdictKey) throws(Failure) -> Verdict.Kind? {
    if rest == nil {
      if let entry = upcoming, entry.key == key {
        matched += 1
        upcoming = try next()
        return entry.kind
      }
      try index()
    }
    let kind = rest?[key]
    if kind != nil { matched += 1 }
    return kind
  }

  /// How many of its verdicts were not asked for; reads the file to its end.
  package mutating func gone() throws(Failure) -> Int {
    while rest == nil, upcoming != nil { upcoming = try next() }
    return max(0, seen - repeats - matched)
  }

  private mutating func next() throws(Failure) -> Entry? {
    let entry = try read()
    if entry != nil { seen += 1 }
    return entry
  }

  private mutating func index() throws(Failure) {
    var index = BaselineIndex()
    while let entry = upcoming {
      if !index.insert(entry.kind, of: entry.key) { repeats += 1 }
      upcoming = try next()
    }
    rest = index
  }
}
