/// Where quotes stand in a text: half-open ranges of its code points, ascending, each once.
///
/// White space counts as one blank, since models break lines anew; a quote that is not found has no range.
func evidence(of quotes: [String], in text: String) -> [Range<Int>] {
  guard !quotes.isEmpty else { return [] }
  let text = Blanked(text)
  let ranges = quotes.compactMap { quote in text.range(of: Blanked(quote)) }
  return Set(ranges).sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
}

/// Code points with each stretch of white space as one blank, and without it at both ends.
private struct Blanked {
  private(set) var scalars: [UInt32] = []
  /// Where each stood.
  private(set) var places: [Int] = []

  init(_ text: String) {
    var blank: Int?
    for (place, scalar) in text.unicodeScalars.enumerated() {
      if scalar.properties.isWhitespace {
        blank = blank ?? place
        continue
      }
      if let blank, !scalars.isEmpty {
        scalars.append(0x20)
        places.append(blank)
      }
      blank = nil
      scalars.append(scalar.value)
      places.append(place)
    }
  }

  /// Where another stands first, as a range of the text's own code points (Knuth, Morris and Pratt, 1977).
  func range(of other: Blanked) -> Range<Int>? {
    let wanted = other.scalars
    guard !wanted.isEmpty, wanted.count <= scalars.count else { return nil }
    var borders = [0]
    var border = 0
    for scalar in wanted.dropFirst() {
      while border > 0, wanted[border] != scalar { border = borders[border - 1] }
      if wanted[border] == scalar { border += 1 }
      borders.append(border)
    }
    var matched = 0
    for (place, scalar) in scalars.enumerated() {
      while matched > 0, wanted[matched] != scalar { matched = borders[matched - 1] }
      if wanted[matched] == scalar { matched += 1 }
      if matched == wanted.count { return places[place - matched + 1]..<places[place] + 1 }
    }
    return nil
  }
}
