internal import CCurl

/// One exchange on its easy handle; lives on the client's thread.
final class Transfer {
  let exchange: Exchange
  let easy: EasyHandle
  private(set) var clock: TransferClock
  /// Why we broke it off, if we did.
  private(set) var refusal: HTTPClientError?
  /// Where to go on after this answer.
  private(set) var redirect: PreparedRequest?
  private(set) var isSent = false
  private let alarm: Alarm
  private var request: PreparedRequest
  private var hops = 0
  private var parser = HeadParser()
  private var received = 0

  /// How much of the body of a redirect is read so that its connection can be used again.
  private static let largestRedirect = 64 << 10

  init(_ exchange: Exchange, _ easy: EasyHandle, _ alarm: Alarm) {
    self.exchange = exchange
    self.easy = easy
    self.alarm = alarm
    request = exchange.request
    clock = TransferClock(request.deadlines, now: exchange.start)
  }

  /// Sets up the easy handle, for the first time or to follow a redirect.
  func prepare(_ options: HTTPClientOptions) throws(HTTPClientError) {
    if let next = redirect {
      request = next
      redirect = nil
      hops += 1
      parser = HeadParser()
      received = 0
      clock.restarted(at: monotonicTime())
    }
    try easy.prepare(request, options)
    try setCallbacks()
    alarm.bringForward(to: clock.next.at)
  }

  func resume() -> CURLcode {
    clock.resumed(at: monotonicTime())
    alarm.bringForward(to: clock.next.at)
    return curl_easy_pause(easy.pointer, CURLPAUSE_CONT)
  }

  /// The error of a transfer that libcurl has ended; nil if all is well.
  func error(_ code: CURLcode) -> HTTPClientError? {
    if let refusal { return refusal }
    guard code != CURLE_OK else { return nil }
    // So libcurl says that a line of the head has more than 100 KB; from 8.6 on by CURLE_TOO_LARGE (100).
    if code == CURLE_OUT_OF_MEMORY || code.rawValue == 100, isSent, !parser.isComplete {
      return .largeHead(curlCode: Int32(bitPattern: code.rawValue))
    }
    return HTTPClientError(
      curl: code, detail: easy.detail, requestMayHaveBeenSent: isSent, proxyStatus: easy.proxyStatus)
  }

  /// Whether a redirect is to be followed, though libcurl may have ended because we read no further.
  func isRedirected(_ code: CURLcode) -> Bool {
    redirect != nil && (code == CURLE_OK || code == CURLE_WRITE_ERROR)
  }

  // MARK: What libcurl tells

  func connected() {
    isSent = true
    exchange.markSent()
    clock.connected(at: monotonicTime())
    alarm.bringForward(to: clock.next.at)
  }

  /// Whether to go on.
  func readHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    clock.received(at: monotonicTime())
    alarm.bringForward(to: clock.next.at)
    switch parser.read(line) {
    case .more: return true
    case .tooLarge:
      refusal = .largeHead()
      return false
    case .malformed(let message): return refuse(.protocol, message)
    case .complete(let head): return answer(head)
    }
  }

  private func answer(_ head: ResponseHead) -> Bool {
    switch Redirect(of: request, answeredBy: head, hops: hops) {
    case .none:
      exchange.deliver(head)
      return true
    case .follow(let next):
      redirect = next
      return true
    case .refuse(let message):
      return refuse(.redirect, message)
    }
  }

  /// How many bytes were taken, or libcurl's sign for a pause.
  func readBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    if redirect != nil {
      received += bytes.count
      return received <= Self.largestRedirect ? bytes.count : 0
    }
    guard bytes.count <= request.largestBody - received else {
      refusal = .tooLarge()
      return 0
    }
    switch exchange.offer(bytes) {
    case .taken:
      received += bytes.count
      clock.received(at: monotonicTime())
      alarm.bringForward(to: clock.next.at)
      return bytes.count
    case .full:
      clock.paused()
      return ccurl_write_pause
    case .unwanted:
      refusal = .cancelled(requestMayHaveBeenSent: true)
      return 0
    }
  }

  private func refuse(_ code: HTTPClientError.Code, _ message: String) -> Bool {
    refusal = HTTPClientError(code, message, requestMayHaveBeenSent: true)
    return false
  }
}
