internal import CCurl

/// libcurl's handle for many transfers at once.
///
/// `@unchecked Sendable`: the pointer never changes, `curl_multi_wakeup` may be called from any thread
/// (its manual says so), everything else is called by the client's one thread.
final class MultiHandle: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer

  /// libcurl is set up once for the process.
  private static let isReady = curl_global_init(ccurl_global_default) == CURLE_OK

  /// Nil if libcurl has no memory, or cannot be set up.
  init?(_ options: HTTPClientOptions) {
    guard Self.isReady, let pointer = curl_multi_init() else { return nil }
    self.pointer = pointer
    // One request at a time on a connection: while one stream of HTTP/2 is paused, libcurl 7.88 fails the
    // others of its connection (CURLE_HTTP2_STREAM).
    ccurl_multi_set_long(pointer, CURLMOPT_PIPELINING, ccurl_no_multiplexing)
    ccurl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, clamp(options.idleConnections, 10_000))
    ccurl_multi_set_long(pointer, CURLMOPT_MAX_HOST_CONNECTIONS, clamp(options.connectionsPerHost, 10_000))
  }

  /// Closes all connections. Called once, when nobody asks anything of the handle any more.
  func close() { curl_multi_cleanup(pointer) }
}

private func clamp(_ value: Int, _ most: Int) -> Int { min(max(1, value), most) }
