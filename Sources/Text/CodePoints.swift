extension String {
  /// A place in the UTF-8 of this text, counted in Unicode code points, as evidence is.
  ///
  /// A place inside a code point counts as that code point's start; one beyond the text as its
  /// end.
  package func codePointOffset(ofUTF8 offset: Int) -> Int {
    let view = utf8
    let place = view.index(view.startIndex, offsetBy: max(0, offset), limitedBy: view.endIndex) ?? view.endIndex
    let started = view[..<place].reduce(into: 0) { count, byte in count += byte & 0xC0 == 0x80 ? 0 : 1 }
    let isInside = place < view.endIndex && view[place] & 0xC0 == 0x80
    return isInside ? started - 1 : started
  }

  /// A stretch of the UTF-8 of this text, counted in Unicode code points.
  package func codePointRange(ofUTF8 range: Range<Int>) -> Range<Int> {
    codePointOffset(ofUTF8: range.lowerBound)..<codePointOffset(ofUTF8: range.upperBound)
  }
}
