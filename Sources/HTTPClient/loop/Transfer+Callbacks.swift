internal import CCurl

extension Transfer {
  /// Tells libcurl whom to call with what comes.
  func setCallbacks() throws(HTTPClientError) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    guard ccurl_set_write(easy.pointer, bodyArrived, context) == CURLE_OK,
      ccurl_set_header(easy.pointer, headerArrived, context) == CURLE_OK,
      ccurl_set_prereq(easy.pointer, connectionStands, context) == CURLE_OK
    else { throw HTTPClientError(.other, "libcurl refuses a callback; version 7.80 or later is needed") }
  }
}

// The loop keeps a transfer for as long as its easy handle is with the multi handle, so the context
// of these is alive.

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
  context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private let bodyArrived: curl_write_callback = { start, size, count, context in
  guard count > 0, let transfer = transfer(context) else { return 0 }
  return transfer.readBody(UnsafeRawBufferPointer(start: start, count: size * count))
}

private let headerArrived: curl_write_callback = { start, size, count, context in
  guard let transfer = transfer(context) else { return 0 }
  return transfer.readHeader(UnsafeRawBufferPointer(start: start, count: size * count)) ? size * count : 0
}

private let connectionStands: curl_prereq_callback = { context, _, _, _, _ in
  transfer(context)?.connected()
  return CURL_PREREQFUNC_OK
}
