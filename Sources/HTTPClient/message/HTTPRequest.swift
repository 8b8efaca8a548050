/// A request with its whole body.
package struct HTTPRequest: Sendable {
  /// A token such as `GET`; `CONNECT` is refused.
  package var method: String
  /// An absolute `http` or `https` URL without user or password, at most 16 KiB.
  package var url: String
  /// Without those that frame the message or name the host: the client writes them itself.
  package var headers: HTTPHeaders
  package var body: [UInt8]
  package var deadlines: Deadlines
  /// The most bytes the answer's body may have; one more is the error `tooLarge`.
  package var largestBody: Int
  /// How many redirects are followed, at most 5, all within scheme, host and port. With 0 an answer
  /// that redirects is handed over as it is.
  package var largestRedirects: Int

  package init(
    method: String = "GET", url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    deadlines: Deadlines = Deadlines(), largestBody: Int = 16 << 20, largestRedirects: Int = 5
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.deadlines = deadlines
    self.largestBody = largestBody
    self.largestRedirects = largestRedirects
  }
}
