package import CallModel

/// Bytes that the journal and the index read in place: a network buffer or an array.
package protocol JournalBytes {
  var count: Int { get }
  /// The bytes, valid until the closure returns.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result
}

extension [UInt8]: JournalBytes {
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withUnsafeBytes(body)
  }
}

/// What a batch's bytes are about. An open set: a file may hold what a later version wrote.
package struct BatchSignal: RawRepresentable, Hashable, Sendable {
  package var rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }

  package static let traces = BatchSignal(rawValue: 1)
  package static let logs = BatchSignal(rawValue: 2)
  package static let metrics = BatchSignal(rawValue: 3)
}

/// How a batch's bytes are written. An open set, like `BatchSignal`.
package struct BatchEncoding: RawRepresentable, Hashable, Sendable {
  package var rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }

  package static let otlpProtobuf = BatchEncoding(rawValue: 1)
  package static let otlpJSON = BatchEncoding(rawValue: 2)
}

/// One request's worth of telemetry: what is acknowledged as a whole or not at all.
package struct JournalBatch<Body> {
  /// When it reached us.
  package var received: Nanoseconds
  /// A hash of the bytes as they were received, by which a retry is recognised.
  package var digest: UInt64
  package var signal: BatchSignal
  package var encoding: BatchEncoding
  /// How many spans (or records) it holds.
  package var spans: Int
  package var body: Body

  package init(
    received: Nanoseconds, digest: UInt64, signal: BatchSignal = .traces, encoding: BatchEncoding = .otlpProtobuf,
    spans: Int, body: Body
  ) {
    self.received = received
    self.digest = digest
    self.signal = signal
    self.encoding = encoding
    self.spans = spans
    self.body = body
  }
}

extension JournalBatch: Sendable where Body: Sendable {}

/// A batch as the journal keeps it.
package struct StoredBatch: Sendable {
  package var id: Int64
  package var batch: JournalBatch<[UInt8]>
}
