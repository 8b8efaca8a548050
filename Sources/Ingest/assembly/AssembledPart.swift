package import CallModel

/// A piece of content that was found to belong to a call, with its bytes.
package struct AssembledPart: Hashable, Sendable {
  package var kind: ContentPart.Kind
  /// As in `ContentPart`.
  package var time: Nanoseconds
  /// The `LogRecord` or `Span` message itself.
  package var bytes: [UInt8]
  /// Where these bytes lie in the journal.
  package var batch: Int64
  package var source: ByteRange

  package init(
    kind: ContentPart.Kind, time: Nanoseconds, bytes: [UInt8], batch: Int64 = 0, source: ByteRange = .empty
  ) {
    self.kind = kind
    self.time = time
    self.bytes = bytes
    self.batch = batch
    self.source = source
  }
}
