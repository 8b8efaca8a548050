internal import NIOCore

/// Closes a connection from which nothing has come for too long.
///
/// The transport only asks an idle connection to close and waits for the answer, without end.
final class SilenceLimit: ChannelInboundHandler {
  typealias InboundIn = Any

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case IdleStateHandler.IdleStateEvent.read = event {
      context.close(promise: nil)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  /// The handlers to put first, so that they see every byte.
  static func handlers(_ limit: TimeAmount) -> [any ChannelHandler] {
    [IdleStateHandler(readTimeout: limit), SilenceLimit()]
  }
}
