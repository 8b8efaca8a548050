extension String {
  /// The same stretch counted in Unicode code points, as evidence is.
  ///
  /// `bytes` must lie between boundaries of characters; what lies beyond the text is cut off.
  package func codePoints(ofBytes bytes: Range<Int>) -> Range<Int> {
    var text = self
    return text.withUTF8 { utf8 in
      let start = min(max(0, bytes.lowerBound), utf8.count)
      let end = min(max(start, bytes.upperBound), utf8.count)
      let before = Self.count(utf8[..<start])
      return before..<before + Self.count(utf8[start..<end])
    }
  }

  /// Every byte that does not continue a character begins one.
  private static func count(_ utf8: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    utf8.reduce(into: 0) { count, byte in count += byte & 0xC0 == 0x80 ? 0 : 1 }
  }
}
