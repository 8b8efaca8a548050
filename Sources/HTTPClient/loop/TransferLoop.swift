internal import CCurl
internal import Glibc

/// Carries out all requests of a client on one thread of its own.
final class TransferLoop {
  private let multi: MultiHandle
  private let inbox: Inbox
  private let options: HTTPClientOptions
  private let alarm = Alarm()
  private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
  private var handles: [ObjectIdentifier: UnsafeMutableRawPointer] = [:]
  private var spare: [EasyHandle] = []

  /// Easy handles kept for later requests; each takes some 6 KiB.
  private static let mostSpare = 64
  private static let longestNap: Int64 = 60_000_000_000

  init(_ multi: MultiHandle, _ inbox: Inbox, _ options: HTTPClientOptions) {
    self.multi = multi
    self.inbox = inbox
    self.options = options
  }

  /// Returns when the client has been shut down.
  func run() {
    while true {
      let work = inbox.take()
      if work.isClosing { return close(work) }
      for exchange in work.starts { start(exchange) }
      for exchange in work.resumes { resume(exchange) }
      for exchange in work.cancels { cancel(exchange) }
      var running: Int32 = 0
      curl_multi_perform(multi.pointer, &running)
      endCompleted()
      endLate()
      let nap = min(max(0, alarm.at - monotonicTime()), Self.longestNap)
      let code = curl_multi_poll(multi.pointer, nil, 0, Int32((nap + 999_999) / 1_000_000), nil)
      // A poll that fails, for want of memory, must not become a busy loop.
      if code != CURLM_OK { poll(nil, 0, 10) }
    }
  }

  private func start(_ exchange: Exchange) {
    guard !exchange.isCancelled else { return inbox.release() }
    guard let easy = spare.popLast() ?? EasyHandle() else {
      exchange.end(HTTPClientError(.other, "out of memory"))
      return inbox.release()
    }
    let transfer = Transfer(exchange, easy, alarm)
    transfers[easy.pointer] = transfer
    handles[ObjectIdentifier(exchange)] = easy.pointer
    send(transfer)
  }

  private func send(_ transfer: Transfer) {
    do throws(HTTPClientError) {
      try transfer.prepare(options)
      let code = curl_multi_add_handle(multi.pointer, transfer.easy.pointer)
      guard code == CURLM_OK else {
        throw HTTPClientError(.other, "libcurl refuses the transfer: \(String(cString: curl_multi_strerror(code)))")
      }
    } catch {
      end(transfer, error)
    }
  }

  private func transfer(of exchange: Exchange) -> Transfer? {
    handles[ObjectIdentifier(exchange)].flatMap { transfers[$0] }
  }

  private func resume(_ exchange: Exchange) {
    guard let transfer = transfer(of: exchange) else { return }
    let code = transfer.resume()
    if code != CURLE_OK { end(transfer, transfer.error(code)) }
  }

  private func cancel(_ exchange: Exchange) {
    guard let transfer = transfer(of: exchange) else { return }
    end(transfer, .cancelled(requestMayHaveBeenSent: transfer.isSent))
  }

  private func endCompleted() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi.pointer, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let transfer = transfers[easy]
      else { continue }
      let code = message.pointee.data.result
      if transfer.isRedirected(code) {
        curl_multi_remove_handle(multi.pointer, easy)
        send(transfer)
      } else {
        end(transfer, transfer.error(code))
      }
    }
  }

  private func endLate() {
    let now = monotonicTime()
    guard now >= alarm.at else { return }
    alarm.clear()
    for transfer in transfers.values {
      let next = transfer.clock.next
      if next.at <= now {
        end(transfer, .timeout(next.deadline, requestMayHaveBeenSent: transfer.isSent))
      } else {
        alarm.bringForward(to: next.at)
      }
    }
  }

  /// Takes the transfer from libcurl, which closes its connection unless the answer was complete.
  private func end(_ transfer: Transfer, _ error: HTTPClientError?) {
    curl_multi_remove_handle(multi.pointer, transfer.easy.pointer)
    transfers[transfer.easy.pointer] = nil
    handles[ObjectIdentifier(transfer.exchange)] = nil
    transfer.easy.reset()
    if spare.count < Self.mostSpare { spare.append(transfer.easy) }
    inbox.release()
    transfer.exchange.end(error)
  }

  private func close(_ work: Inbox.Work) {
    for transfer in transfers.values { end(transfer, .shutDown(requestMayHaveBeenSent: transfer.isSent)) }
    spare = []
    let last = inbox.retire()
    multi.close()
    for exchange in work.starts + last.starts { exchange.end(.shutDown(requestMayHaveBeenSent: false)) }
  }
}
