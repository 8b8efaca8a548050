/// Where each symbol stands in a sequence, as one row of bits a symbol: what the bit-parallel
/// algorithms on two sequences read 64 places at a time.
struct SymbolPlaces {
  /// The symbols of the sequence.
  let count: Int
  /// The words of a row.
  let width: Int
  private(set) var bits: [UInt64] = []
  /// Where the row of a small symbol starts in `bits`; -1 where it has none.
  private var small = [Int](repeating: -1, count: 256)
  private var large: [UInt32: Int] = [:]

  init(_ sequence: [UInt32]) {
    count = sequence.count
    width = (sequence.count + 63) / 64
    for (place, symbol) in sequence.enumerated() {
      bits[row(adding: symbol) + place / 64] |= 1 << UInt64(place % 64)
    }
  }

  /// Where the row of a symbol starts in `bits`; nil if the sequence lacks it.
  func row(of symbol: UInt32) -> Int? {
    guard symbol < 256 else { return large[symbol] }
    let row = small[Int(symbol)]
    return row < 0 ? nil : row
  }

  private mutating func row(adding symbol: UInt32) -> Int {
    if let row = row(of: symbol) { return row }
    let row = bits.count
    bits.append(contentsOf: repeatElement(0, count: width))
    if symbol < 256 { small[Int(symbol)] = row } else { large[symbol] = row }
    return row
  }
}

/// The most pairs of symbols that a comparison of two sequences looks at: 16,384 with as many.
///
/// That takes 20 to 100 ms, and at most 32 MiB for a moment.
package let mostComparedPairs = 1 << 28

/// Whether two sequences are short enough to be compared pair by pair.
func canCompare(_ left: Int, _ right: Int) -> Bool {
  let (pairs, overflow) = left.multipliedReportingOverflow(by: right)
  return !overflow && pairs <= mostComparedPairs
}
