/// How alike two texts are written, from 0 to 1: 1 less the share of code points to insert, delete
/// or replace, of the longer text's.
///
/// Levenshtein's distance, bit-parallel (Myers, 1999, in Hyyrö's form for many words). Two empty
/// texts are alike. Nil beyond `mostComparedPairs`.
package func editSimilarity(of left: String, _ right: String) -> Double? {
  let (left, right) = (left.unicodeScalars.map(\.value), right.unicodeScalars.map(\.value))
  let longer = max(left.count, right.count)
  if longer == 0 { return 1 }
  guard let distance = editDistance(of: left, right) else { return nil }
  return 1 - Double(distance) / Double(longer)
}

private func editDistance(of left: [UInt32], _ right: [UInt32]) -> Int? {
  guard canCompare(left.count, right.count) else { return nil }
  let (pattern, text) = left.count <= right.count ? (left, right) : (right, left)
  if pattern.isEmpty { return text.count }
  let places = SymbolPlaces(pattern)
  // Down a column of the table each distance is one more, or one less, or the same.
  var more = [UInt64](repeating: .max, count: places.width)
  var less = [UInt64](repeating: 0, count: places.width)
  let last = UInt64(1) << UInt64((pattern.count - 1) % 64)
  var distance = pattern.count
  for symbol in text {
    let row = places.row(of: symbol)
    // Along the top row each distance is one more than that before.
    var (rising, falling): (UInt64, UInt64) = (1, 0)
    for word in 0..<places.width {
      let equal = row.map { places.bits[$0 + word] } ?? 0
      let (isMore, isLess) = (more[word], less[word])
      let fromAbove = equal | falling
      let diagonal = (((fromAbove & isMore) &+ isMore) ^ isMore) | fromAbove
      let (upward, downward) = (isLess | ~(diagonal | isMore), isMore & diagonal)
      if word == places.width - 1 {
        if upward & last != 0 { distance += 1 }
        if downward & last != 0 { distance -= 1 }
      }
      let (up, down) = (upward << 1 | rising, downward << 1 | falling)
      (rising, falling) = (upward >> 63, downward >> 63)
      let vertical = equal | isLess
      more[word] = down | ~(vertical | up)
      less[word] = up & vertical
    }
  }
  return distance
}
