internal import CallModel

extension Scope {
  /// Whether some call can match both scopes; in doubt it can.
  ///
  /// Dimensions are looked at one by one: that `caller` is one of the others is not used.
  func canMatch(_ other: Scope) -> Bool {
    let all = clauses + other.clauses
    for (place, clause) in all.enumerated() {
      for further in all[(place + 1)...] where further.dimension == clause.dimension {
        if !patternsMeet(clause.pattern, further.pattern) { return false }
      }
    }
    return true
  }
}

/// Whether some text matches both patterns: the table of which ends can be reached together.
private func patternsMeet(_ left: String, _ right: String) -> Bool {
  let (left, right) = (pieces(left), pieces(right))
  // The table is the product of the lengths; nobody writes patterns of thousands of characters.
  if left.count > 1_000 || right.count > 1_000 { return true }
  // `row[j]`: the first i pieces of the left and the first j of the right can have matched one text.
  var row = [Bool](repeating: false, count: right.count + 1)
  for i in 0...left.count {
    let above = row
    for j in 0...right.count {
      if i == 0, j == 0 {
        row[j] = true
        continue
      }
      let isStarLeft = i > 0 && left[i - 1] == nil
      let isStarRight = j > 0 && right[j - 1] == nil
      // An asterisk matches nothing more, or whatever the other side has next.
      var meets = (isStarLeft && above[j]) || (isStarRight && j > 0 && row[j - 1])
      if isStarLeft, j > 0 { meets = meets || row[j - 1] }
      if isStarRight, i > 0 { meets = meets || above[j] }
      if i > 0, j > 0, let a = left[i - 1], let b = right[j - 1], a == b { meets = meets || above[j - 1] }
      row[j] = meets
    }
  }
  return row[right.count]
}

/// The bytes of a pattern, nil for an asterisk.
private func pieces(_ pattern: String) -> [UInt8?] {
  var result: [UInt8?] = []
  var rest = Substring(pattern).utf8[...]
  while let byte = rest.first {
    if rest.starts(with: "%2A".utf8) || rest.starts(with: "%25".utf8) {
      result.append(rest.starts(with: "%2A".utf8) ? UInt8(ascii: "*") : UInt8(ascii: "%"))
      rest = rest.dropFirst(3)
    } else {
      result.append(byte == UInt8(ascii: "*") ? nil : byte)
      rest = rest.dropFirst()
    }
  }
  return result
}
