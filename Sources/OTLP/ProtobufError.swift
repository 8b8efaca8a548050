/// What is wrong with the bytes of a message, and where.
///
/// It holds no text, so that throwing it from the inner loop costs nothing; `OTLPError` says it
/// in words.
package struct ProtobufError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case truncated
    case length(UInt64)
    case varintOverflow
    case fieldNumber(UInt64)
    case group
    case wireType(UInt8)
    case tooDeep
    case tooLarge
    case tooMany(Int)
  }

  package var reason: Reason
  /// Bytes from the beginning of the batch.
  package var offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}
