/// Why a request has no answer, or an answer no end.
///
/// The text never holds a header, a body, a path or a query: those carry secrets.
package struct HTTPClientError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Stable names for the kinds of errors.
  package enum Code: Hashable, Sendable {
    /// The request itself cannot be sent: its method, URL or a header is not well-formed.
    case badRequest
    /// The client cannot be made with these options.
    case badOptions
    /// The name of the host, or of the proxy, is not known.
    case dns
    /// Nobody answers at the host's port.
    case connect
    /// The connection cannot be encrypted, or the host cannot prove who it is.
    case tls
    /// The proxy refuses.
    case proxy
    /// A deadline has passed.
    case timeout(Deadline)
    /// The answer is larger than was asked for.
    case tooLarge
    /// The task was cancelled, or the body dropped.
    case cancelled
    /// The server redirects to another host, in circles, or to nowhere.
    case redirect
    /// What the server sends is not HTTP.
    case `protocol`
    /// The connection broke before the answer's end.
    case closed
    /// As many requests as the options allow are in flight.
    case queueFull
    /// The client has been shut down.
    case shutDown
    /// Anything else; see the code of libcurl.
    case other

    /// The code as users see it.
    package var name: String {
      switch self {
      case .badRequest: "http.bad_request"
      case .badOptions: "http.bad_options"
      case .dns: "http.dns"
      case .connect: "http.connect"
      case .tls: "http.tls"
      case .proxy: "http.proxy"
      case .timeout(let deadline): "http.timeout.\(deadline.rawValue)"
      case .tooLarge: "http.too_large"
      case .cancelled: "http.cancelled"
      case .redirect: "http.redirect"
      case .protocol: "http.protocol"
      case .closed: "http.closed"
      case .queueFull: "http.queue_full"
      case .shutDown: "http.shut_down"
      case .other: "http.other"
      }
    }
  }

  package let code: Code
  /// What happened and what to do, for a person.
  package let message: String
  /// Whether the server may have seen any of the request: if not, it is safe to send it again.
  package let requestMayHaveBeenSent: Bool
  /// The `CURLcode` behind the error, where there is one.
  package let curlCode: Int32?

  package init(_ code: Code, _ message: String, requestMayHaveBeenSent: Bool = false, curlCode: Int32? = nil) {
    self.code = code
    self.message = message
    self.requestMayHaveBeenSent = requestMayHaveBeenSent
    self.curlCode = curlCode
  }

  package var description: String { "\(code.name): \(message)" }
}

extension HTTPClientError {
  static func timeout(_ deadline: Deadline, requestMayHaveBeenSent: Bool, curlCode: Int32? = nil) -> Self {
    let message =
      switch deadline {
      case .connect: "no connection within the connect deadline; is the host reachable?"
      case .firstByte: "no byte of an answer within the first-byte deadline; the server is slow or stuck"
      case .idle: "the answer stalled for longer than the idle deadline"
      case .total: "the answer was not complete within the total deadline"
      }
    return Self(.timeout(deadline), message, requestMayHaveBeenSent: requestMayHaveBeenSent, curlCode: curlCode)
  }

  static func tooLarge(curlCode: Int32? = nil) -> Self {
    Self(
      .tooLarge, "the answer's body is larger than the request allows; ask for less or raise the limit",
      requestMayHaveBeenSent: true, curlCode: curlCode)
  }

  static func largeHead(curlCode: Int32? = nil) -> Self {
    Self(
      .tooLarge, "the head of the answer has more than \(HeadParser.largest) bytes", requestMayHaveBeenSent: true,
      curlCode: curlCode)
  }

  static func cancelled(requestMayHaveBeenSent: Bool) -> Self {
    Self(.cancelled, "the request was cancelled", requestMayHaveBeenSent: requestMayHaveBeenSent)
  }

  static func shutDown(requestMayHaveBeenSent: Bool) -> Self {
    Self(.shutDown, "the client has been shut down", requestMayHaveBeenSent: requestMayHaveBeenSent)
  }
}
