internal import CallModel
internal import Ingest
internal import NIOCore
internal import OTLP
internal import Synchronization

/// Decoders that remember names, one for each request that is being decoded.
///
/// Requests decode in their own tasks, on the cooperative pool, so there are at most as many
/// decoders as it has threads.
final class DecoderPool: Sendable {
  private let symbols: Symbols
  private let idle = Mutex<[TraceDecoder]>([])

  init(symbols: Symbols) { self.symbols = symbols }

  func decode(_ body: ByteBuffer, arrival: Nanoseconds) throws(OTLPError) -> TraceBatch {
    var decoder = idle.withLock { $0.popLast() } ?? TraceDecoder(symbols: symbols)
    let result = body.withUnsafeReadableBytes { bytes in
      Result { () throws(OTLPError) in try decoder.decode(bytes, arrival: arrival) }
    }
    idle.withLock { $0.append(decoder) }
    return try result.get()
  }

  /// The content that a logs request holds; its decoder remembers nothing.
  func decodeLogs(_ body: ByteBuffer, arrival: Nanoseconds) throws(OTLPError) -> LogBatch {
    try body.withUnsafeReadableBytes { bytes in
      Result { () throws(OTLPError) in try LogDecoder().decode(bytes, arrival: arrival) }
    }.get()
  }
}
