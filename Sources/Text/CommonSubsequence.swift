/// The length of the longest sequence of symbols that stand in both, in the same order but not
/// necessarily side by side.
///
/// Bit-parallel (Hyyrö, 2004): a step for each 64 pairs. Nil beyond `mostComparedPairs`.
func commonSubsequence(of left: [UInt32], _ right: [UInt32]) -> Int? {
  guard canCompare(left.count, right.count) else { return nil }
  if left.isEmpty || right.isEmpty { return 0 }
  let (pattern, text) = left.count <= right.count ? (left, right) : (right, left)
  let places = SymbolPlaces(pattern)
  // A bit is 0 where the subsequence grows by one.
  var columns = [UInt64](repeating: .max, count: places.width)
  for symbol in text {
    guard let row = places.row(of: symbol) else { continue }
    var carry: UInt64 = 0
    for word in 0..<places.width {
      let column = columns[word]
      let matched = column & places.bits[row + word]
      let (sum, overflow) = column.addingReportingOverflow(matched)
      let (total, carried) = sum.addingReportingOverflow(carry)
      carry = overflow || carried ? 1 : 0
      columns[word] = total | (column & ~matched)
    }
  }
  let unused = places.width * 64 - pattern.count
  if unused > 0 { columns[places.width - 1] |= ~(UInt64.max >> UInt64(unused)) }
  return columns.reduce(0) { $0 + (~$1).nonzeroBitCount }
}
