extension UnsafeRawBufferPointer {
  /// The bytes of a range; what lies outside the buffer is left out.
  package func slice(_ range: Range<UInt32>) -> UnsafeRawBufferPointer {
    let end = Swift.min(Int(range.upperBound), count)
    return UnsafeRawBufferPointer(rebasing: self[Swift.min(Int(range.lowerBound), end)..<end])
  }

  /// The text of a range; ill-formed UTF-8 is repaired with U+FFFD.
  package func text(_ range: Range<UInt32>) -> String {
    String(decoding: slice(range), as: UTF8.self)
  }
}
