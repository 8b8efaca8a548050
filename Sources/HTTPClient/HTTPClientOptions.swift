/// What holds for every request of a client.
package struct HTTPClientOptions: Hashable, Sendable {
  /// Which way out to the network is taken.
  package enum Proxy: Hashable, Sendable {
    /// Straight to the host, whatever the environment says.
    case none
    /// Through this proxy, always: `http://`, `https://`, `socks5://` or `socks5h://`, then host and port.
    case url(String)
    /// As `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say.
    case environment
  }

  package var proxy: Proxy = .none
  /// A PEM file with the only authorities to trust; nil trusts those of the system.
  package var authorities: String?
  /// The most requests that may be in flight; one more fails with `queueFull`. 1 to 100,000.
  package var largestInFlight = 1024
  /// The most connections to one host; requests beyond wait for one. 1 to 10,000.
  package var connectionsPerHost = 256
  /// The most connections kept open for the next request. 1 to 10,000.
  package var idleConnections = 64
  /// The most bytes of one answer kept for a consumer that lags, give or take 16 KiB; beyond, the
  /// server has to wait.
  package var largestBuffer = 256 << 10

  package init() {}
}
