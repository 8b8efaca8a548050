import GRPCCore
import NIOCore
import Testing

@testable import GRPCListener

@Suite struct CompressionTests {
  let message = [UInt8](repeating: 7, count: 300_000)

  @Test func gzipIsTaken() async throws {
    try await withListener { served async throws in
      let answer = try await served.send(message, compression: .gzip)
      #expect(answer == Served.Answer(code: .ok))
      #expect(served.receiver.received.map(\.message) == [message])
      #expect(served.intake.used == 0)
    }
  }

  @Test func otherEncodingsAreUnimplemented() async throws {
    try await withListener { served async throws in
      let answer = try await served.send(message, compression: .deflate)
      #expect(answer.code == .unimplemented)
      #expect(answer.acceptedEncodings == ["identity,gzip"])
      #expect(served.receiver.received == [])
    }
  }

  /// Within the limit by its trailer, within the limit truly, over it by either.
  @Test func nothingLongerThanTheLimitIsInflated() throws {
    let limit = 100_000
    let intake = CountingIntake()
    func content(_ bytes: [UInt8]) throws -> Int {
      let message = CompleteMessage(payload: ByteBuffer(bytes: bytes), isCompressed: true)
      let content = try MessageContent(message, held: 0, limit: limit, intake: intake)
      intake.leave(content.held)
      return content.bytes.readableBytes
    }
    #expect(try content(gzip([UInt8](repeating: 0, count: limit))) == limit)
    #expect(throws: Refusal.tooLarge(limit)) { try content(gzip([UInt8](repeating: 0, count: limit + 1))) }
    var lying = try gzip([UInt8](repeating: 0, count: 1 << 20), times: 50)
    lying.replaceSubrange(lying.count - 4..<lying.count, with: [1, 0, 0, 0])
    #expect(throws: Refusal.tooLarge(limit)) { try content(lying) }
    #expect(intake.peak <= limit)
    #expect(intake.used == 0)
  }

  @Test func membersAreJoined() throws {
    let bytes = try gzip([UInt8](repeating: 0, count: 70_000)) + gzip([1])
    let message = CompleteMessage(payload: ByteBuffer(bytes: bytes), isCompressed: true)
    let content = try MessageContent(message, held: 0, limit: 100_000, intake: CountingIntake())
    #expect(content.bytes.readableBytes == 70_001)
  }

  @Test func garbageIsInvalid() throws {
    for bytes in [[], [1], [0x1f, 0x8b, 8], [UInt8](repeating: 0, count: 100)] {
      let message = CompleteMessage(payload: ByteBuffer(bytes: bytes), isCompressed: true)
      let intake = CountingIntake()
      #expect {
        try MessageContent(message, held: 0, limit: 1_000, intake: intake)
      } throws: {
        ($0 as? Refusal)?.code == .invalidArgument
      }
      #expect(intake.used == 0)
    }
  }

  /// 128 MiB in a message of 128 KiB, with a true trailer and with one that claims 16 MiB: the first
  /// is refused for its claim alone, the second costs what a message may be.
  @Test func aBombDoesNotGrowMemory() async throws {
    let bomb = try gzip([UInt8](repeating: 0, count: 1 << 20), times: 128)
    var lying = bomb
    lying.replaceSubrange(lying.count - 4..<lying.count, with: [0, 0, 0, 1])
    for (bytes, peak) in [(bomb, 0), (lying, 64 << 20)] {
      let message = CompleteMessage(payload: ByteBuffer(bytes: bytes), isCompressed: true)
      let intake = CountingIntake()
      #expect(throws: Refusal.tooLarge(64 << 20)) {
        try MessageContent(message, held: 0, limit: 64 << 20, intake: intake)
      }
      #expect(intake.peak == peak)
      #expect(intake.used == 0)
    }
  }
}
