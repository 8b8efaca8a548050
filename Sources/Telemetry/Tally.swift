/// How often each case of an enumeration was seen.
struct Tally<Case: CaseIterable & RawRepresentable<UInt8>>: Sendable where Case.AllCases == [Case] {
  private var counts = [UInt64](repeating: 0, count: Case.allCases.count)

  mutating func add(_ value: Case) { counts[Int(value.rawValue)] &+= 1 }

  /// The cases that were seen at least once, in their order.
  var seen: [(value: Case, count: UInt64)] {
    Case.allCases.compactMap { value in
      let count = counts[Int(value.rawValue)]
      return count > 0 ? (value, count) : nil
    }
  }
}
