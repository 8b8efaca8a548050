internal import JSON

/// Where the JSON of an answer stands.
enum JSONPlace: String, CaseIterable {
  /// The answer is JSON and nothing else.
  case bare
  /// In a Markdown code fence.
  case fenced
  /// Bare, else in a fence, else with prose around it.
  case anywhere
}

/// The JSON that was found in an answer.
struct AnswerJSON {
  /// How deep an answer may nest to be judged.
  static let deepest = 128

  let tape: JSONTape
  /// Bytes of the answer's UTF-8.
  var span: Range<Int> { tape.span }

  /// Looks for the JSON of an answer; throws what keeps the best candidate from being JSON.
  ///
  /// Of several complete values the longest is taken: what stands in a model's prose beside the
  /// payload (`[1]`, `{}`) is short. A value that is cut off by the end of the text counts with
  /// its length, so that an example before a truncated payload is not taken for it.
  static func find(_ place: JSONPlace, in text: UnsafeRawBufferPointer) throws(JSONFault) -> AnswerJSON {
    var search = JSONSearch(text)
    if place != .fenced { search.tryWhole() }
    if place != .bare, search.best == nil { search.tryFences() }
    if place == .anywhere, search.best == nil { search.tryBrackets() }
    return try search.outcome()
  }
}
