internal import NIOCore

/// Accepts no further connection while as many as the limit are open; they wait in the system's backlog.
final class ConnectionLimit: ChannelDuplexHandler {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel
  typealias OutboundIn = Never

  private let limit: Int
  private var open = 0
  private var isReadWanted = false

  init(limit: Int) { self.limit = limit }

  func read(context: ChannelHandlerContext) {
    if open < limit { context.read() } else { isReadWanted = true }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let connection = unwrapInboundIn(data)
    open += 1
    let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    connection.closeFuture.hop(to: context.eventLoop).whenComplete { _ in
      let (limit, context) = here.value
      limit.closed(context)
    }
    context.fireChannelRead(wrapInboundOut(connection))
  }

  private func closed(_ context: ChannelHandlerContext) {
    open -= 1
    guard isReadWanted, open < limit else { return }
    isReadWanted = false
    context.read()
  }
}
