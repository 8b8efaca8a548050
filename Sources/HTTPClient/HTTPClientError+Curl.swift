internal import CCurl

extension HTTPClientError {
  /// The error that a `CURLcode` stands for.
  ///
  /// - Parameters:
  ///   - detail: libcurl's own words. Used only while nothing has been sent: then they can speak of
  ///     hosts and certificates only.
  ///   - proxyStatus: what the proxy answered to CONNECT; 0 if it was not asked.
  init(curl code: CURLcode, detail: String, requestMayHaveBeenSent sent: Bool, proxyStatus: Int) {
    let number = Int32(bitPattern: code.rawValue)
    if code == CURLE_FILESIZE_EXCEEDED {
      self = .tooLarge(curlCode: number)
      return
    }
    let words = sent || detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    if proxyStatus != 0, !(200..<300).contains(proxyStatus) {
      self.init(.proxy, "the proxy refused with status \(proxyStatus)", requestMayHaveBeenSent: sent, curlCode: number)
      return
    }
    if code == CURLE_OPERATION_TIMEDOUT {
      self = .timeout(.connect, requestMayHaveBeenSent: sent, curlCode: number)
      return
    }
    self.init(Self.kind(of: code), words, requestMayHaveBeenSent: sent, curlCode: number)
  }

  private static func kind(of code: CURLcode) -> Code {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .dns
    case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: .connect
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE,
      CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED:
      .tls
    case CURLE_PROXY: .proxy
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: .closed
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_HTTP2, CURLE_HTTP2_STREAM,
      CURLE_BAD_CONTENT_ENCODING:
      .protocol
    case CURLE_URL_MALFORMAT: .badRequest
    default: .other
    }
  }
}
