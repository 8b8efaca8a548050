internal import CCurl

/// libcurl's handle for one transfer; used again for the next, since making one is dear.
final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var headers: UnsafeMutablePointer<curl_slist>?

  /// Nil if there is no memory.
  init?() {
    guard let pointer = curl_easy_init() else { return nil }
    self.pointer = pointer
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(pointer)
    curl_slist_free_all(headers)
    errorText.deallocate()
  }

  /// What libcurl says of the last failure; may be empty.
  var detail: String { String(cString: errorText) }

  /// The status with which a proxy answered CONNECT, or 0.
  var proxyStatus: Int {
    var status = 0
    return ccurl_get_long(pointer, CURLINFO_HTTP_CONNECTCODE, &status) == CURLE_OK ? status : 0
  }

  /// Forgets all options, but no connection.
  func reset() {
    curl_easy_reset(pointer)
    curl_slist_free_all(headers)
    headers = nil
    errorText.pointee = 0
  }

  /// Sets everything for a request; the callbacks' context is set apart.
  func prepare(_ request: PreparedRequest, _ options: HTTPClientOptions) throws(HTTPClientError) {
    reset()
    try check(ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText))
    try check(ccurl_set_only_http(pointer))
    try check(ccurl_set_quick_exit(pointer))
    try check(ccurl_set_close_on_exec(pointer))
    // Signals would reach whatever the process runs.
    try set(CURLOPT_NOSIGNAL, 1)
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    try set(CURLOPT_CONNECTTIMEOUT_MS, Int(request.deadlines.connect / 1_000_000))
    try secure(options)
    try route(options.proxy)
    try text(CURLOPT_URL, request.address.text)
    try message(request)
  }

  private func secure(_ options: HTTPClientOptions) throws(HTTPClientError) {
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    try set(CURLOPT_SSLVERSION, ccurl_tls_1_2)
    try set(CURLOPT_HTTP_VERSION, ccurl_http_2_over_tls)
    if let file = options.authorities {
      try text(CURLOPT_CAINFO, file)
      try text(CURLOPT_CAPATH, nil)
      try text(CURLOPT_PROXY_CAINFO, file)
      try text(CURLOPT_PROXY_CAPATH, nil)
    }
  }

  private func route(_ proxy: HTTPClientOptions.Proxy) throws(HTTPClientError) {
    switch proxy {
    case .environment: break
    case .none: try text(CURLOPT_PROXY, "")
    case .url(let url):
      try text(CURLOPT_PROXY, url)
      // Else the environment's no_proxy would count.
      try text(CURLOPT_NOPROXY, "")
    }
  }

  private func message(_ request: PreparedRequest) throws(HTTPClientError) {
    let isHead = request.method == "HEAD"
    if isHead {
      try set(CURLOPT_NOBODY, 1)
    } else if request.method != "GET" || !request.body.isEmpty {
      try set(CURLOPT_POST, 1)
      try check(ccurl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, Int(request.body.count)))
      try request.body.withUnsafeBufferPointer { bytes throws(HTTPClientError) in
        // A null pointer would make libcurl ask a callback for the body.
        let copied =
          bytes.isEmpty
          ? ccurl_set_text(pointer, CURLOPT_COPYPOSTFIELDS, "")
          : ccurl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        try check(copied)
      }
      if request.method != "POST" { try text(CURLOPT_CUSTOMREQUEST, request.method) }
    }
    if !isHead { try check(ccurl_set_offset(pointer, CURLOPT_MAXFILESIZE_LARGE, request.largestBody)) }
    // A header without value means: do not send yours. `Expect` would cost a second or a round trip.
    try add("Expect:")
    if request.headers["content-type"] == nil { try add("Content-Type:") }
    for field in request.headers {
      try add(field.value.allSatisfy { $0 == " " || $0 == "\t" } ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    try check(ccurl_set_pointer(pointer, CURLOPT_HTTPHEADER, headers))
  }

  private func add(_ line: String) throws(HTTPClientError) {
    guard let longer = curl_slist_append(headers, line) else { throw HTTPClientError(.other, "out of memory") }
    headers = longer
  }

  private func set(_ option: CURLoption, _ value: Int) throws(HTTPClientError) {
    try check(ccurl_set_long(pointer, option, value))
  }

  private func text(_ option: CURLoption, _ value: String?) throws(HTTPClientError) {
    try check(ccurl_set_text(pointer, option, value))
  }

  private func check(_ code: CURLcode) throws(HTTPClientError) {
    guard code != CURLE_OK else { return }
    throw HTTPClientError(
      .other, "libcurl refuses an option: \(String(cString: curl_easy_strerror(code)))",
      curlCode: Int32(bitPattern: code.rawValue))
  }
}
