internal import CallModel
internal import OTLP
internal import PluginKit

/// What a receiver's answer asks of us (OTLP 1.x, OTLP/HTTP response).
enum Answer: Hashable {
  /// Taken, perhaps with a remark that somebody should read.
  case accepted(String?)
  case retry(after: Nanoseconds?, String)
  case refused(String)

  /// Exactly these may be sent again; a 500 may not.
  private static let retryable: Set<Int> = [429, 502, 503, 504]

  /// - Parameter secrets: texts that a receiver may repeat and nobody should read.
  init(_ response: HostResponse, now: Nanoseconds, hiding secrets: [String]) {
    if response.isSuccess {
      let answer = try? ExportAnswer(success: response.body)
      guard let answer, answer.rejected != 0 || !answer.message.isEmpty else {
        self = .accepted(nil)
        return
      }
      let why = readable(answer.message, hiding: secrets)
      self = .accepted(answer.rejected == 0 ? "warning\(why)" : "\(answer.rejected) rejected for good\(why)")
      return
    }
    let isProtobuf = response.header("content-type")?.hasPrefix("application/x-protobuf") == true
    let message = isProtobuf ? (try? ExportAnswer(failure: response.body))?.message ?? "" : ""
    let text = "status \(response.status)\(readable(message, hiding: secrets))"
    if Self.retryable.contains(response.status) {
      self = .retry(after: response.retryAfter(now: now), text)
    } else if (300..<400).contains(response.status) {
      self = .refused("\(text): the receiver redirects; write its final address as endpoint")
    } else {
      self = .refused(text)
    }
  }
}

/// At most 200 printable characters, after a colon.
private func readable(_ message: String, hiding secrets: [String]) -> String {
  var message = message
  for secret in secrets {
    // A receiver may repeat a token without the word before it.
    for part in [secret[...]] + secret.split(separator: " ") where part.utf8.count >= 4 {
      message = message.split(separator: part, omittingEmptySubsequences: false).joined(separator: "***")
    }
  }
  let shown = message.unicodeScalars.prefix(200).filter { $0.value >= 0x20 && $0.value != 0x7F }
  return shown.isEmpty ? "" : ": " + String(String.UnicodeScalarView(shown))
}
