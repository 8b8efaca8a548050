internal import GRPCCore
internal import NIOCore

/// An arrival's number as the message that the transport carries: eight bytes, in host order.
struct ArrivalNumber {
  let value: UInt64

  init(_ value: UInt64) { self.value = value }

  /// With gRPC's prefix: not compressed, eight bytes.
  func framed(with allocator: ByteBufferAllocator) -> ByteBuffer {
    var bytes = allocator.buffer(capacity: 13)
    bytes.writeMultipleIntegers(UInt8(0), UInt32(8), endianness: .big)
    bytes.writeInteger(value, endianness: .host)
    return bytes
  }
}

/// Reads the number and takes what has arrived under it.
struct ArrivalReader: MessageDeserializer {
  let arrivals: Arrivals

  func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> Arrival {
    let number = bytes.withUnsafeBytes { $0.count == 8 ? $0.loadUnaligned(as: UInt64.self) : 0 }
    guard let arrival = arrivals.take(number) else {
      throw RPCError(code: .cancelled, message: "the call was closed")
    }
    return arrival
  }
}

/// Hands on a response that is in protobuf already.
struct ResponseWriter: MessageSerializer {
  func serialize<Bytes: GRPCContiguousBytes>(_ response: [UInt8]) throws -> Bytes { Bytes(response) }
}
