internal import CallModel

/// What is sent to the judge about one call.
struct Question: Hashable, Sendable {
  /// The same for all calls.
  var system: String
  var user: String

  /// More documents than this are not shown.
  static let mostTexts = 64
}

extension Question {
  /// Puts a call into a prompt, each part at most `longest` bytes, between lines that it cannot hold.
  ///
  /// Nil where the call lacks a part: see `skipReason`.
  init?(_ call: LLMCall, prompt: Prompt, longest: Int) {
    var parts: [Prompt.Place: [String]] = [:]
    for place in prompt.places {
      let texts = Array(place.texts(of: call).prefix(Self.mostTexts))
      guard !texts.isEmpty else { return nil }
      parts[place] = excerpts(texts, longest: longest)
    }
    let mark = mark(notIn: parts.values.flatMap { $0 }.sorted())
    user = "The mark is \(mark).\n\n"
    for piece in prompt.pieces {
      switch piece {
      case .text(let text): user += text
      case .place(let place):
        let texts = parts[place] ?? []
        user += texts.enumerated().map { number, text in
          let name =
            texts.count == 1 ? place.rawValue : "\(place.rawValue) \(number + 1) of \(texts.count)"
          return "[[\(name) \(mark)]]\n\(text)\n[[end \(mark)]]"
        }.joined(separator: "\n")
      }
    }
    system = BuiltInPrompt.system
  }

  /// Why a call cannot be put into a prompt; nil if it can.
  static func skipReason(_ call: LLMCall, prompt: Prompt) -> String? {
    prompt.places.first { $0.texts(of: call).isEmpty }?.missing
  }
}
