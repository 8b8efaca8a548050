import GRPCCore
import OTLP
import Testing

@testable import GRPCListener

@Suite struct ExportTests {
  let message: [UInt8] = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

  @Test(arguments: OTLPSignal.allCases) func everySignalIsTaken(_ signal: OTLPSignal) async throws {
    try await withListener { served async throws in
      let answer = try await served.send(message, to: signal.path)
      #expect(answer == Served.Answer(code: .ok))
      #expect(served.receiver.received == [.init(signal: signal, message: message, sender: OTLPSender())])
      #expect(served.intake.peak == message.count)
    }
  }

  @Test func anEmptyRequestIsTaken() async throws {
    try await withListener { served async throws in
      #expect(try await served.send([]) == Served.Answer(code: .ok))
      #expect(served.receiver.received.map(\.message) == [[]])
    }
  }

  @Test func partialSuccessIsSaid() async throws {
    try await withListener(RecordingReceiver(.taken(rejected: 3, message: "bad ids"))) { served async throws in
      let answer = try await served.send(message)
      #expect(answer.code == .ok)
      #expect(answer.response == [10, 11, 8, 3, 18, 7] + Array("bad ids".utf8))
    }
  }

  @Test func credentialsAreHandedOn() async throws {
    try await withListener { served async throws in
      _ = try await served.send([1], metadata: ["authorization": "Bearer secret", "x-api-key": "key"])
      #expect(
        served.receiver.received.map(\.sender) == [OTLPSender(authorization: "Bearer secret", apiKey: "key")])
    }
  }

  @Test func aConnectionCarriesManyCalls() async throws {
    try await withListener { served async throws in
      try await served.withClient { send in
        try await withThrowingTaskGroup(of: Served.Answer.self) { group in
          for number in 0..<200 {
            group.addTask { try await send([UInt8(number)], OTLPSignal.logs.path, [:]) }
          }
          for try await answer in group { #expect(answer == Served.Answer(code: .ok)) }
        }
      }
      #expect(Set(served.receiver.received.map(\.message)).count == 200)
      #expect(served.intake.used == 0)
    }
  }

  /// However large what they are sent: the transport alone would cut off a message over 4 MiB.
  @Test func otherMethodsAreUnimplemented() async throws {
    let message = [UInt8](repeating: 1, count: 5 << 20)
    try await withListener { served async throws in
      for path in [
        "/opentelemetry.proto.collector.trace.v1.TraceService/Import",
        "/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export", "/a/b",
      ] {
        #expect(try await served.send(message, to: path).code == .unimplemented)
      }
      #expect(served.receiver.received == [])
      #expect(served.intake.peak == 0)
    }
  }
}
