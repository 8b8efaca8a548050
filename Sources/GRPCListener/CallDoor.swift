internal import GRPCCore
internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2

/// Stands before the transport in every HTTP/2 stream and lets an Export call in only once its
/// message is whole and within the bounds.
///
/// The transport alone would put messages together without a bound over all of them, inflate them
/// before anybody asks, reset the stream of one that is too large (clients then retry for ever), and
/// wait without end for one that stalls. It is handed the headers, without the encodings that are
/// dealt with here, and an arrival's number as the message. The headers of other calls pass as they
/// are, without a message, for the transport to refuse.
final class CallDoor: ChannelDuplexHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias InboundOut = HTTP2Frame.FramePayload
  typealias OutboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  private enum State {
    case waitingForHeaders
    /// The message is being received; the headers wait for it.
    case receiving(HPACKHeaders, MessageIntake)
    /// The call has been handed on as this arrival; what still comes is dropped.
    case handedOn(UInt64)
    /// None of our methods: what comes is dropped.
    case passing
  }

  private let rules: CallRules
  private var state = State.waitingForHeaders
  private var sender = OTLPSender()
  private var deadline: Scheduled<Void>?
  private var hasInputEnded = false

  init(rules: CallRules) { self.rules = rules }

  func handlerAdded(context: ChannelHandlerContext) { rules.openCalls.enter() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame {
    case .headers(let headers):
      hasInputEnded = hasInputEnded || headers.endStream
      receive(headers, context)
    case .data(let data):
      hasInputEnded = hasInputEnded || data.endStream
      receive(data, context)
    default:
      context.fireChannelRead(wrapInboundOut(frame))
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let frame = unwrapOutboundIn(data)
    context.write(wrapOutboundOut(frame), promise: promise)
    // A client that was answered before it sent everything is asked to stop (RFC 9113, 8.1);
    // otherwise the stream would stay open for as long as it likes.
    if case .headers(let headers) = frame, headers.endStream, !hasInputEnded {
      context.writeAndFlush(wrapOutboundOut(.rstStream(.noError)), promise: nil)
    }
  }

  /// A stream that closes loses its handlers too.
  func handlerRemoved(context: ChannelHandlerContext) {
    rules.openCalls.leave()
    release()
  }

  private func receive(_ frame: HTTP2Frame.FramePayload.Headers, _ context: ChannelHandlerContext) {
    guard case .waitingForHeaders = state, rules.areExport(frame.headers) else {
      if case .waitingForHeaders = state { state = .passing }
      if case .passing = state {
        context.fireChannelRead(wrapInboundOut(.headers(frame)))
      } else if case .receiving(let headers, let intake) = state {
        // Trailers: no part of gRPC's requests, and the end of this one.
        handOn(headers, intake.finish(), held: intake.held, context)
      }
      return
    }
    sender = rules.sender(of: frame.headers)
    switch rules.intake(frame.headers, from: sender) {
    case .failure(let refusal): handOn(frame.headers, .failure(refusal), held: 0, context)
    case .success(let intake) where frame.endStream: handOn(frame.headers, intake.finish(), held: 0, context)
    case .success(let intake):
      state = .receiving(frame.headers, intake)
      deadline = context.eventLoop.assumeIsolated().scheduleTask(in: rules.deadline) { self.giveUp(context) }
    }
  }

  private func receive(_ frame: HTTP2Frame.FramePayload.Data, _ context: ChannelHandlerContext) {
    switch state {
    case .waitingForHeaders, .handedOn: return
    case .passing:
      // The transport would put together, uncounted, a message that nobody reads.
      guard frame.endStream else { return }
      let end = HTTP2Frame.FramePayload.Data(data: .byteBuffer(ByteBuffer()), endStream: true)
      context.fireChannelRead(wrapInboundOut(.data(end)))
    case .receiving(let headers, var intake):
      guard case .byteBuffer(let piece) = frame.data else { return }
      // The only reference to the bytes must be the intake's, or each piece would copy them all.
      state = .waitingForHeaders
      switch intake.receive(piece, enter: rules.bound.enter) {
      case .refused(let refusal):
        rules.bound.leave(intake.held)
        handOn(headers, .failure(refusal), held: 0, context)
      case .more where frame.endStream:
        handOn(headers, intake.finish(), held: intake.held, context)
      case .more:
        state = .receiving(headers, intake)
      }
    }
  }

  private func giveUp(_ context: ChannelHandlerContext) {
    guard case .receiving(let headers, let intake) = state else { return }
    rules.bound.leave(intake.held)
    let refusal = Refusal(.deadlineExceeded, "the message did not come in time; send it again")
    handOn(headers, .failure(refusal), held: 0, context)
    context.fireChannelReadComplete()
  }

  private func handOn(
    _ headers: HPACKHeaders, _ message: Result<CompleteMessage, Refusal>, held: Int,
    _ context: ChannelHandlerContext
  ) {
    deadline?.cancel()
    deadline = nil
    var held = held
    if case .failure = message {
      rules.bound.leave(held)
      held = 0
    }
    let number = rules.arrivals.add(Arrival(sender: sender, message: message, held: held))
    state = .handedOn(number)
    context.fireChannelRead(wrapInboundOut(.headers(.init(headers: rules.handedOn(headers), endStream: false))))
    let data = ArrivalNumber(number).framed(with: context.channel.allocator)
    context.fireChannelRead(wrapInboundOut(.data(.init(data: .byteBuffer(data), endStream: true))))
  }

  /// Gives back what a call that was closed early still holds.
  private func release() {
    deadline?.cancel()
    deadline = nil
    switch state {
    case .receiving(_, let intake): rules.bound.leave(intake.held)
    case .handedOn(let number):
      // Nil where the call is being handled: then its handler gives it back.
      if let arrival = rules.arrivals.take(number) { rules.bound.leave(arrival.held) }
    case .waitingForHeaders, .passing: break
    }
    state = .passing
  }
}
