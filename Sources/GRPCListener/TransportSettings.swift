internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import NIOCore

/// A listener's bounds and rules in the transport's own terms.
struct TransportSettings {
  /// What a client may send before it hears that it was read; small windows make it wait for us.
  private static let window = 1 << 20
  /// Large frames, since each costs a walk through the handlers.
  private static let frame = 1 << 20

  let bounds: ListenerBounds
  let rules: CallRules

  var config: HTTP2ServerTransport.Posix.Config {
    .defaults { config in
      config.http2.targetWindowSize = Self.window
      config.http2.maxFrameSize = Self.frame
      config.http2.maxConcurrentStreams = bounds.callsPerConnection
      config.connection.maxIdleTime = bounds.idle
      config.connection.maxGraceTime = bounds.grace
      config.connection.keepalive.time = bounds.keepalive
      config.connection.keepalive.timeout = bounds.silence
      config.connection.keepalive.clientBehavior.allowWithoutCalls = true
      config.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = bounds.clientPing
      config.channelDebuggingCallbacks.onBindTCPListener = { [bounds] listener in
        listener.eventLoop.makeCompletedFuture {
          try listener.pipeline.syncOperations.addHandler(
            ConnectionLimit(limit: bounds.connections), position: .first)
          // One connection a read, or a read would go over the limit by some.
          try listener.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        }
      }
      config.channelDebuggingCallbacks.onAcceptTCPConnection = { [bounds] connection in
        connection.eventLoop.makeCompletedFuture {
          try connection.pipeline.syncOperations.addHandlers(
            SilenceLimit.handlers(TimeAmount(bounds.silence)), position: .first)
        }
      }
      config.channelDebuggingCallbacks.onAcceptHTTP2Stream = { [rules] stream in
        stream.eventLoop.makeCompletedFuture {
          try stream.pipeline.syncOperations.addHandler(CallDoor(rules: rules), position: .first)
        }
      }
    }
  }

  static func security(_ tls: ListenerTLS?) -> HTTP2ServerTransport.Posix.TransportSecurity {
    guard let tls else { return .plaintext }
    return .tls(
      certificateChain: [.file(path: tls.certificate, format: .pem)],
      privateKey: .file(path: tls.key, format: .pem)
    ) { config in
      guard let authority = tls.clientAuthority else { return }
      config.trustRoots = .certificates([.file(path: authority, format: .pem)])
      config.clientCertificateVerification = .noHostnameVerification
    }
  }
}
