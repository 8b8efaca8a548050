import GRPCCore
import Logging
import ServiceLifecycle
import Testing

@testable import GRPCListener

@Suite struct LifecycleTests {
  /// A call is under way when the group is told to stop: it is answered, and only then is all over.
  @Test func callsUnderWayAreFinished() async throws {
    let receiver = RecordingReceiver()
    let intake = CountingIntake()
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let logger = Logger(label: "test")
    let listener = GRPCListener(
      host: "127.0.0.1", port: 0, receiver: receiver, intake: intake, logger: logger,
      listening: { port.yield($0) })
    let group = ServiceGroup(services: [listener], logger: logger)
    receiver.onReceive { await group.triggerGracefulShutdown() }
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      var iterator = ports.makeAsyncIterator()
      let served = Served(port: try #require(await iterator.next()), receiver: receiver, intake: intake)
      #expect(try await served.send([1]).code == .ok)
      try await tasks.waitForAll()
      #expect(intake.used == 0)
    }
  }

  @Test func anAddressInUseIsSaid() async throws {
    try await withListener { served async throws in
      let second = GRPCListener(
        host: "127.0.0.1", port: served.port, receiver: served.receiver, intake: served.intake,
        logger: Logger(label: "test"))
      await #expect {
        try await second.run()
      } throws: {
        ($0 as? GRPCListenerError)?.code == "grpc.listen"
      }
    }
  }

  @Test func namesAreResolved() async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let listener = GRPCListener(
      host: "localhost", port: 0, receiver: RecordingReceiver(), intake: CountingIntake(),
      logger: Logger(label: "test"), listening: { port.yield($0) })
    let task = Task { try await listener.run() }
    var iterator = ports.makeAsyncIterator()
    #expect(await iterator.next() != nil)
    task.cancel()
    _ = await task.result
  }

  /// What a port scanner sends, and a peer that breaks the connection off, leave the listener as it was.
  @Test func brokenConnectionsDoNoHarm() async throws {
    try await withListener { served async throws in
      for bytes in [
        "", "GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u{0}\u{0}\u{5}", "\u{16}\u{3}\u{1}",
      ] {
        let peer = try #require(RawPeer(port: served.port))
        peer.write(bytes)
        peer.reset()
      }
      #expect(try await served.send([1]).code == .ok)
    }
  }

  /// A connection over the limit is served as soon as one closes.
  @Test func connectionsOverTheLimitWait() async throws {
    var bounds = ListenerBounds()
    bounds.connections = 1
    try await withListener(bounds: bounds) { served async throws in
      let first = try #require(RawPeer(port: served.port))
      async let answer = served.send([1])
      first.reset()
      #expect(try await answer.code == .ok)
      #expect(try await served.send([1]).code == .ok)
    }
  }

  /// A peer that connects and never says a word.
  @Test func silentConnectionsAreClosed() async throws {
    var bounds = ListenerBounds()
    bounds.silence = .milliseconds(50)
    try await withListener(bounds: bounds) { served async throws in
      #expect(try #require(RawPeer(port: served.port)).isClosedByOther())
    }
  }
}
