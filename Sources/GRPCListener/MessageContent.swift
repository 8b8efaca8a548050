internal import GRPCCore
internal import NIOCore
internal import OTLP

/// A message's content, decompressed within the bounds.
///
/// What the gzip trailer claims is taken at the intake bound before anything is inflated, and
/// nothing longer is inflated: a small message that inflates to a gigabyte costs what it claims.
struct MessageContent {
  let bytes: ByteBuffer
  /// The bytes that are taken at the intake bound, to be left by whoever holds this.
  let held: Int

  /// - Parameter held: what is taken for `message`; it is left here unless it is still needed.
  init(_ message: CompleteMessage, held: Int, limit: Int, intake: any IntakeBound) throws(Refusal) {
    guard message.isCompressed else {
      bytes = message.payload
      self.held = held
      return
    }
    defer { intake.leave(held) }
    let claimed = Self.claimedSize(message.payload)
    guard claimed <= limit else { throw .tooLarge(limit) }
    if let content = try Self(inflating: message.payload, size: claimed, intake: intake) {
      self = content
    } else if let content = try Self(inflating: message.payload, size: limit, intake: intake) {
      // Several members one after the other: the trailer spoke of the last one only.
      self = content
    } else {
      throw .tooLarge(limit)
    }
  }

  /// Nil if the content is longer than `size`.
  private init?(inflating payload: ByteBuffer, size: Int, intake: any IntakeBound) throws(Refusal) {
    guard intake.enter(size) else { throw .overloaded }
    do {
      bytes = ByteBuffer(bytes: try Self.inflate(payload, limit: size))
      held = bytes.readableBytes
      intake.leave(size - held)
    } catch {
      intake.leave(size)
      if case .tooLarge = error { return nil }
      throw Refusal(.invalidArgument, "the message cannot be decompressed: \(error)", .badRequest)
    }
  }

  private static func inflate(_ payload: ByteBuffer, limit: Int) throws(GunzipError) -> [UInt8] {
    try payload.withUnsafeReadableBytes { bytes in
      Result { () throws(GunzipError) in try Gunzip.inflate(bytes, limit: limit) }
    }.get()
  }

  /// ISIZE, the last four bytes, little-endian (RFC 1952, 2.3.1); 0 where there are none.
  private static func claimedSize(_ payload: ByteBuffer) -> Int {
    payload.getInteger(at: payload.writerIndex - 4, endianness: .little, as: UInt32.self).map { Int($0) } ?? 0
  }
}
