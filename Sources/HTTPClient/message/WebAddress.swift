internal import CCurl

/// An absolute `http` or `https` URL as libcurl itself reads it, so that what is checked is what is asked.
struct WebAddress: Hashable, Sendable {
  /// The whole, normalised, without a fragment.
  let text: String
  let scheme: String
  /// In lower case.
  let host: String
  let port: String

  static let longest = 16 << 10

  init(_ text: String) throws(HTTPClientError) {
    guard let url = curl_url() else { throw HTTPClientError(.other, "out of memory") }
    defer { curl_url_cleanup(url) }
    try self.init(url, setting: text)
  }

  /// The address that a `Location` names, read from here (RFC 3986, 5).
  func following(_ location: String) throws(HTTPClientError) -> WebAddress {
    guard let url = curl_url() else { throw HTTPClientError(.other, "out of memory") }
    defer { curl_url_cleanup(url) }
    guard curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK else { throw Self.malformed }
    return try WebAddress(url, setting: location)
  }

  /// Whether a request may go on from one to the other with its headers: same scheme, host and port.
  func hasSameOrigin(as other: WebAddress) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }

  private static let malformed = HTTPClientError(.badRequest, "the URL is not a well-formed http or https URL")

  private init(_ url: OpaquePointer, setting text: String) throws(HTTPClientError) {
    // A zero byte would end the text early for C.
    guard text.utf8.count <= Self.longest, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }),
      curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK,
      let scheme = part(url, CURLUPART_SCHEME), scheme == "http" || scheme == "https",
      let host = part(url, CURLUPART_HOST), !host.isEmpty,
      let port = part(url, CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT))
    else { throw Self.malformed }
    guard part(url, CURLUPART_USER) == nil, part(url, CURLUPART_PASSWORD) == nil else {
      throw HTTPClientError(.badRequest, "the URL holds a user or password; send an Authorization header instead")
    }
    guard curl_url_set(url, CURLUPART_FRAGMENT, nil, 0) == CURLUE_OK, let whole = part(url, CURLUPART_URL) else {
      throw Self.malformed
    }
    self.text = whole
    self.scheme = scheme
    self.host = String(decoding: host.utf8.map(lowercase), as: UTF8.self)
    self.port = port
  }
}

private func part(_ url: OpaquePointer, _ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
  var text: UnsafeMutablePointer<CChar>?
  guard curl_url_get(url, part, &text, flags) == CURLUE_OK, let text else { return nil }
  defer { curl_free(text) }
  return String(cString: text)
}
