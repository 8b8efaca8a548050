import GRPCCore
import Testing

@testable import GRPCListener

@Suite struct RefusalTests {
  @Test func invalidDataSaysWhatIsWrong() async throws {
    try await withListener(RecordingReceiver(.invalid(message: "no protobuf: byte 7, “x”"))) { served async throws in
      let answer = try await served.send([1])
      #expect(answer.code == .invalidArgument)
      #expect(answer.message == "no protobuf: byte 7, “x”")
      #expect(answer.details?.code == 3)
      #expect(answer.details?.message == "no protobuf: byte 7, “x”")
      #expect(answer.details?.type == "type.googleapis.com/google.rpc.BadRequest")
      #expect(answer.details?.violation == "no protobuf: byte 7, “x”")
    }
  }

  @Test(arguments: [
    OTLPReceipt.overloaded(message: "later", retryAfter: .milliseconds(1_500)),
    .unavailable(message: "later", retryAfter: .milliseconds(1_500)),
  ]) func whoShallComeBackHearsWhen(_ receipt: OTLPReceipt) async throws {
    try await withListener(RecordingReceiver(receipt)) { served async throws in
      let answer = try await served.send([1])
      #expect(answer.code == .unavailable)
      #expect(answer.message == "later")
      #expect(answer.details?.code == 14)
      #expect(answer.details?.type == "type.googleapis.com/google.rpc.RetryInfo")
      #expect(answer.details?.retryMilliseconds == 1_500)
    }
  }

  @Test func keysAreRefusedBeforeTheMessageIsKept() async throws {
    try await withListener { served async throws in
      served.receiver.refuse(.unauthenticated(message: "no key"))
      let answer = try await served.send([UInt8](repeating: 1, count: 8 << 20))
      #expect(answer == Served.Answer(code: .unauthenticated, message: "no key"))
      served.receiver.refuse(.permissionDenied(message: "wrong role"))
      #expect(try await served.send([1]) == Served.Answer(code: .permissionDenied, message: "wrong role"))
      #expect(served.receiver.received == [])
      #expect(served.intake.peak == 0)
    }
  }

  @Test func aMessageTooLargeIsNotToBeSentAgain() async throws {
    var bounds = ListenerBounds()
    bounds.message = 1 << 20
    try await withListener(bounds: bounds) { served async throws in
      let answer = try await served.send([UInt8](repeating: 1, count: 16 << 20))
      #expect(answer.code == .resourceExhausted)
      #expect(answer.details == nil)
      #expect(try await served.send([UInt8](repeating: 1, count: 1 << 20)).code == .ok)
      #expect(served.intake.peak == 1 << 20)
      #expect(served.intake.used == 0)
    }
  }

  @Test func overTheIntakeBoundSendersAreToldToComeBack() async throws {
    try await withListener(intake: CountingIntake(limit: 1 << 20)) { served async throws in
      let answer = try await served.send([UInt8](repeating: 1, count: (1 << 20) + 1))
      #expect(answer.code == .unavailable)
      #expect(answer.details?.retryMilliseconds == 1_000)
      #expect(served.intake.used == 0)
      #expect(try await served.send([UInt8](repeating: 1, count: 1 << 20)).code == .ok)
    }
  }

  @Test func longReasonsFitIntoATrailer() {
    let refusal = Refusal(.unknown, String(repeating: "é", count: 10_000))
    #expect(refusal.message.utf8.count <= 1_100)
  }
}
