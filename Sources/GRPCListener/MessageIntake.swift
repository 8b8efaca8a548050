internal import GRPCCore
internal import NIOCore

/// Puts one length-prefixed message together from the pieces in which it comes (gRPC over HTTP/2,
/// "Length-Prefixed-Message": a flag, four bytes of length, big-endian, the payload).
///
/// Every piece is entered at the intake bound before it is kept; `held` bytes are to be left.
struct MessageIntake {
  /// How much is set aside before the bytes are there; a length is a mere claim.
  private static let setAside = 256 << 10

  enum Step {
    case more
    case refused(Refusal)
  }

  let limit: Int
  let mayBeCompressed: Bool
  /// The bytes that are taken at the intake bound.
  private(set) var held = 0
  private var prefix = ByteBuffer()
  private var length: Int?
  private var isCompressed = false
  private var payload = ByteBuffer()

  init(limit: Int, mayBeCompressed: Bool) {
    self.limit = limit
    self.mayBeCompressed = mayBeCompressed
  }

  /// Takes the next piece.
  mutating func receive(_ piece: ByteBuffer, enter: (Int) -> Bool) -> Step {
    var piece = piece
    let missing = 5 - prefix.readableBytes
    if length == nil, var head = piece.readSlice(length: min(missing, piece.readableBytes)) {
      prefix.writeBuffer(&head)
      guard prefix.readableBytes == 5 else { return .more }
      if let refusal = readPrefix() { return .refused(refusal) }
    }
    guard let length, piece.readableBytes > 0 else { return .more }
    let count = piece.readableBytes
    guard count <= length - payload.readableBytes else { return .refused(Self.notOneMessage) }
    guard enter(count) else { return .refused(.overloaded) }
    held += count
    if payload.readableBytes == 0 { payload.reserveCapacity(min(length, Self.setAside)) }
    payload.writeBuffer(&piece)
    return .more
  }

  /// The message, once the client has said that nothing follows.
  consuming func finish() -> Result<CompleteMessage, Refusal> {
    guard let length, payload.readableBytes == length else { return .failure(Self.notOneMessage) }
    return .success(CompleteMessage(payload: payload, isCompressed: isCompressed))
  }

  private mutating func readPrefix() -> Refusal? {
    guard let flag = prefix.getInteger(at: prefix.readerIndex, as: UInt8.self),
      let claimed = prefix.getInteger(at: prefix.readerIndex + 1, as: UInt32.self)
    else { return nil }
    guard flag == 0 || (flag == 1 && mayBeCompressed) else {
      return Refusal(.internalError, "the message is marked as compressed, but grpc-encoding is not gzip")
    }
    guard claimed <= limit else { return .tooLarge(limit) }
    isCompressed = flag == 1
    length = Int(claimed)
    return nil
  }

  /// "Request cardinality violation" (gRPC, "Status codes and their use in gRPC").
  private static var notOneMessage: Refusal {
    Refusal(.unimplemented, "an Export call carries exactly one whole message")
  }
}

/// One message as it was sent.
struct CompleteMessage {
  var payload: ByteBuffer
  var isCompressed: Bool
}

extension Refusal {
  static func tooLarge(_ limit: Int) -> Refusal {
    Refusal(.resourceExhausted, "the message is larger than \(limit) bytes; send smaller batches")
  }

  static var overloaded: Refusal {
    Refusal(.unavailable, "too many batches are under way; send this one again", .retry(after: .seconds(1)))
  }
}
