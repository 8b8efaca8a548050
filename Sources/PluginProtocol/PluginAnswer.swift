package import CallModel
package import JSON

/// Reads what a plugin says of one question.
package enum PluginAnswer {
  /// The most characters that are kept of a label, and of an explanation.
  static let longestLabel = 64
  static let longestExplanation = 2_000
  /// The most ranges of evidence.
  static let mostEvidence = 1_000

  /// An evaluator's verdict; its evidence lies in the output, in code points.
  package static func verdict(_ answer: JSON, on call: LLMCall) throws(ProtocolFault) -> Verdict {
    guard let word = answer["verdict"], let kind = kind(word) else {
      throw wrong(answer, "verdict", "'pass', 'fail', 'skip' or 'error'")
    }
    var verdict = Verdict(kind)
    if let score = try present(answer, "score") {
      guard let number = score.number?.double, (0...1).contains(number) else {
        throw wrong(answer, "score", "a number from 0 to 1")
      }
      verdict.score = number
    }
    if let label = try present(answer, "label") {
      guard let text = label.string else { throw wrong(answer, "label", "a text") }
      verdict.label = oneWord(cut(text, longestLabel))
    }
    if let explanation = try present(answer, "explanation") {
      guard let text = explanation.string else { throw wrong(answer, "explanation", "a text") }
      verdict.explanation = cut(text, longestExplanation)
    }
    if kind != .pass, verdict.explanation?.isEmpty != false { verdict.explanation = "the plugin gives no reason" }
    if let evidence = try present(answer, "evidence") {
      verdict.evidence = try ranges(evidence, in: call.output)
    }
    return verdict
  }

  /// What an exporter says of an item: `{"ok":true}`, or `{"error":"why","retry":true,"retry_after_ms":1000}`.
  package static func delivery(_ answer: JSON) throws(ProtocolFault) -> PluginReply {
    if let error = try present(answer, "error") {
      guard let text = error.string else { throw wrong(answer, "error", "a text that says why") }
      let retry = try present(answer, "retry")
      guard retry == nil || retry?.bool != nil else { throw wrong(answer, "retry", "true or false") }
      var after: Nanoseconds?
      if let wait = try present(answer, "retry_after_ms") {
        guard let number = wait.number?.int64, (0...86_400_000).contains(number) else {
          throw wrong(answer, "retry_after_ms", "milliseconds, at most a day")
        }
        after = .milliseconds(number)
      }
      return .refused(cut(text, longestExplanation), isTransient: retry?.bool ?? false, after: after)
    }
    guard answer["ok"]?.bool == true else { throw wrong(answer, "ok", "true, or 'error' a text") }
    return .delivered
  }

  private static func kind(_ word: JSON) -> Verdict.Kind? {
    guard let name = word.string else { return nil }
    return Verdict.Kind.allCases.first { $0.name == name }
  }

  /// A member that may be left out or null.
  private static func present(_ answer: JSON, _ key: String) throws(ProtocolFault) -> JSON? {
    answer[key].flatMap { $0.isNull ? nil : $0 }
  }

  private static func ranges(_ evidence: JSON, in output: String) throws(ProtocolFault) -> [Range<Int>] {
    guard let list = evidence.array, list.count <= mostEvidence else {
      throw ProtocolFault(.wrongMember, "'evidence' must be a list of at most \(mostEvidence) ranges [start, end]")
    }
    guard !list.isEmpty else { return [] }
    let length = output.unicodeScalars.count
    var result: [Range<Int>] = []
    for range in list {
      guard let pair = range.array, pair.count == 2, let start = pair[0].number?.int64,
        let end = pair[1].number?.int64
      else { throw ProtocolFault(.wrongMember, "'evidence' holds \(described(range)) in place of [start, end]") }
      guard 0 <= start, start < end, end <= Int64(length) else {
        throw ProtocolFault(
          .wrongMember,
          "the evidence [\(start), \(end)] lies outside of the output, which has \(length) code points: "
            + "count Unicode code points, not bytes; the end is not included")
      }
      result.append(Int(start)..<Int(end))
    }
    return result
  }

  private static func wrong(_ answer: JSON, _ key: String, _ expected: String) -> ProtocolFault {
    let found = answer[key].map { value -> String in
      if case .string(let text) = value { return "'\(cut(text, 40))'" }
      return described(value)
    }
    return ProtocolFault(
      .wrongMember, found.map { "'\(key)' is \($0); it must be \(expected)" } ?? "'\(key)' is missing: \(expected)")
  }

  /// A label groups verdicts, so it is one word; nil if nothing is left.
  private static func oneWord(_ text: String) -> String? {
    let parts = text.split(whereSeparator: \.isWhitespace)
    return parts.isEmpty ? nil : parts.joined(separator: "_")
  }

  private static func cut(_ text: String, _ most: Int) -> String {
    // Code points, not characters: one of these may be a mile long.
    guard text.utf8.count > most else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(most)))
  }
}
