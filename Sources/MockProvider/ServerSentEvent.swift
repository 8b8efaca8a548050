internal import JSON

/// One event of a streamed answer.
struct ServerSentEvent: Sendable {
  /// The name after `event:`; OpenAI's chat completions have none.
  var name: String?
  /// The text after `data:`, without line breaks.
  var data: String
  /// Whether it brings a piece of the answer, before which `MockBehaviour.chunkDelay` passes and
  /// by which `cutAfter` and `failAfter` count.
  var isPiece: Bool

  init(_ name: String?, _ data: JSON, isPiece: Bool = false) {
    self.name = name
    self.data = data.text()
    self.isPiece = isPiece
  }

  init(literal data: String) {
    self.data = data
    isPiece = false
  }

  /// As it is written to the client (WHATWG HTML, section 9.2.6).
  var text: String { (name.map { "event: \($0)\n" } ?? "") + "data: \(data)\n\n" }
}
