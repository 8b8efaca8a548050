/// What one listener holds and waits for at most, and what happens beyond.
///
/// One bound is fixed by the transport: a call's metadata, 16 KiB; a larger one ends the connection.
package struct ListenerBounds: Sendable {
  /// Connections open at once; further ones wait in the system's backlog until one closes.
  package var connections = 1_000
  /// Calls at once on a connection; the client's HTTP/2 library keeps further ones back, and one
  /// that does not is cut off (RFC 9113, 5.1.2).
  package var callsPerConnection = 100
  /// Calls at once on all connections; further ones are UNAVAILABLE with `RetryInfo`.
  package var calls = 2_000
  /// The largest message in bytes, before and after decompression: beyond it RESOURCE_EXHAUSTED
  /// without `RetryInfo`, so that clients give it up. OTLP 1.11 recommends 64 MiB.
  package var message = 64 << 20
  /// From a call's headers to the end of its message; then DEADLINE_EXCEEDED.
  package var messageDeadline: Duration = .seconds(30)
  /// After so long without a call a connection is asked to close (GOAWAY); clients open another.
  package var idle: Duration = .seconds(300)
  /// After so long without a byte the client is asked for a sign of life (PING).
  package var keepalive: Duration = .seconds(60)
  /// After so long without a byte, at any stage, the connection is closed, whatever it is in the
  /// middle of: a peer that is there answers the PING before.
  package var silence: Duration = .seconds(90)
  /// A client that asks for signs of life more often is cut off (ENHANCE_YOUR_CALM).
  package var clientPing: Duration = .seconds(10)
  /// What calls under way may still take once their connection closes.
  package var grace: Duration = .seconds(10)

  package init() {}
}
