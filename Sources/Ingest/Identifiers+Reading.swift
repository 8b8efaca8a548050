internal import CallModel
internal import OTLP

extension TraceID {
  /// nil for an id that is not 16 bytes long or is all zeros, which OTLP calls invalid.
  init?(_ range: Range<UInt32>, in bytes: UnsafeRawBufferPointer) {
    guard range.count == 16 else { return nil }
    self.init(high: bytes.word(at: range.lowerBound), low: bytes.word(at: range.lowerBound + 8))
    if !isValid { return nil }
  }
}

extension SpanID {
  /// nil for an id that is not 8 bytes long or is all zeros, which OTLP calls invalid.
  init?(_ range: Range<UInt32>, in bytes: UnsafeRawBufferPointer) {
    guard range.count == 8 else { return nil }
    self.init(bytes.word(at: range.lowerBound))
    if !isValid { return nil }
  }
}

extension UnsafeRawBufferPointer {
  /// Eight bytes of an id, which must lie in the batch.
  fileprivate func word(at offset: UInt32) -> UInt64 {
    UInt64(bigEndian: loadUnaligned(fromByteOffset: Int(offset), as: UInt64.self))
  }
}
