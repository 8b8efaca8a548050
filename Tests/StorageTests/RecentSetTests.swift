import Storage
import Testing

/// What the set promises, kept by a plain dictionary: the place of each value's last arrival.
private struct ReferenceSet {
  var arrivals: [UInt64: Int] = [:]
  var arrived = 0

  /// How many different values came after this one; nil if it never came.
  func age(of value: UInt64) -> Int? { arrivals[value].map { arrived - $0 } }

  mutating func insert(_ value: UInt64) {
    arrived += 1
    arrivals[value] = arrived
  }
}

@Suite struct RecentSetTests {
  @Test(arguments: [1, 2, 13, 100, 1_000, 5_000])
  func remembersTheLastAndForgetsTheRest(capacity: Int) {
    var random = SplitMix(state: UInt64(capacity))
    var set = RecentSet(capacity: capacity)
    var reference = ReferenceSet()
    // Epochs are rounded up, so that the smallest sets remember some more.
    let most = (capacity + 12) / 13 * 15
    for _ in 0..<max(20_000, capacity * 20) {
      // From a pool of a few times the capacity, so that values come again at all ages.
      let value = hash(random.next() % UInt64(capacity * 3 + 5))
      let isNew = set.insert(value)
      switch reference.age(of: value) {
      case nil: #expect(isNew)
      case let age? where age < capacity: #expect(!isNew, "age \(age)")
      case let age? where age >= most: #expect(isNew, "age \(age)")
      default: break
      }
      if isNew { reference.insert(value) }
      #expect(set.count <= most)
    }
    #expect(set.count >= min(capacity, reference.arrivals.count))
  }

  @Test func takesHashesThatShareTheirHighBits() {
    var set = RecentSet(capacity: 1_000)
    let new = (1...5_000 as ClosedRange<UInt64>).filter { set.insert($0 << 4) }
    #expect(new.count == 5_000)
    let again = (4_001...5_000 as ClosedRange<UInt64>).filter { set.insert($0 << 4) }
    #expect(again == [])
  }

  @Test func zeroIsAValue() {
    var set = RecentSet(capacity: 10)
    let answers = [set.insert(0), set.insert(0)]
    #expect(answers == [true, false])
  }

  @Test func growsOnlyWithUse() {
    var set = RecentSet(capacity: 4_000_000)
    #expect(set.size == 0)
    for value: UInt64 in 0..<1_000 { _ = set.insert(hash(value)) }
    #expect(set.size <= 32_768)
  }

  @Test func staysWithinItsBytes() {
    let capacity = 100_000
    var set = RecentSet(capacity: capacity)
    for value: UInt64 in 0..<500_000 { _ = set.insert(hash(value)) }
    #expect(set.count >= capacity)
    #expect(set.size <= capacity * 14)
  }

  @Test func manyAtOnceAreAsOneByOne() {
    var one = RecentSet(capacity: 300)
    var many = RecentSet(capacity: 300)
    var random = SplitMix(state: 5)
    for _ in 0..<200 {
      let values = (0..<20).map { _ in hash(random.next() % 900) }
      var expected: [Int] = []
      for (position, value) in values.enumerated() where !one.insert(value) { expected.append(position) }
      var repeated: [Int] = []
      many.insert(values) { repeated.append($0) }
      #expect(repeated == expected)
    }
  }
}

private func hash(_ value: UInt64) -> UInt64 {
  var generator = SplitMix(state: value)
  return generator.next()
}

/// A small generator with a seed (Steele et al. 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
