import NIOCore
import NIOEmbedded
import Testing

@testable import GRPCListener

@Suite struct ConnectionLimitTests {
  @Test func nothingIsAcceptedOverTheLimit() throws {
    let reads = ReadCounter()
    let listener = EmbeddedChannel(handlers: [reads, ConnectionLimit(limit: 2)])
    let connections = (0..<3).map { _ in EmbeddedChannel(loop: listener.embeddedEventLoop) }
    for (accepted, connection) in connections.prefix(2).enumerated() {
      listener.read()
      #expect(reads.count == accepted + 1)
      try listener.writeInbound(connection as any Channel)
    }
    listener.read()
    #expect(reads.count == 2)
    // The read that was held back goes through when there is room, once.
    try connections[0].close().wait()
    listener.embeddedEventLoop.run()
    #expect(reads.count == 3)
    try listener.writeInbound(connections[2] as any Channel)
    listener.read()
    #expect(reads.count == 3)
  }
}

/// Counts what reaches the socket.
private final class ReadCounter: ChannelOutboundHandler {
  typealias OutboundIn = Never

  private(set) var count = 0

  func read(context: ChannelHandlerContext) {
    count += 1
    context.read()
  }
}
