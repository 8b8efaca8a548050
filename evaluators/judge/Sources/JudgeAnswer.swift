internal import CallModel
internal import JSON

/// A verdict in the judge's words.
struct JudgeAnswer: Hashable, Sendable {
  var passes: Bool
  var score: Double?
  var label: String?
  var explanation: String
  /// Words of the answer that decided, as the judge repeats them.
  var quotes: [String]
}

extension JudgeAnswer {
  /// Finds the one verdict in the text of a model.
  ///
  /// The text should be the object itself. In prose, in a fence or behind reasoning it is looked for;
  /// verdicts that disagree are none, since one of them may be quoted from what is judged.
  static func read(_ text: String) throws(JudgeFailure) -> JudgeAnswer {
    var text = text[...]
    if let thought = text.ranges(of: "</think>").last { text = text[thought.upperBound...] }
    let objects = objects(in: String(text))
    guard !objects.isEmpty else {
      throw JudgeFailure(.notJSON, "the judge answers without a JSON object")
    }
    let stated = objects.filter { $0["verdict"] != nil }
    guard let last = stated.last else {
      throw JudgeFailure(.badVerdict, "the judge's JSON has no member 'verdict'")
    }
    let answer = try JudgeAnswer(last)
    for other in stated.dropLast() where try JudgeAnswer(other).passes != answer.passes {
      throw JudgeFailure(.badVerdict, "the judge gives several verdicts that disagree")
    }
    return answer
  }

  private init(_ object: JSON) throws(JudgeFailure) {
    let passes: Bool
    switch object["verdict"]?.string {
    case "pass": passes = true
    case "fail": passes = false
    default:
      throw JudgeFailure(.badVerdict, "the judge's 'verdict' is neither \"pass\" nor \"fail\"")
    }
    let score: Double?
    switch object["score"] {
    case nil, .null: score = nil
    case .number(let number) where (0...1).contains(number.double): score = number.double
    default: throw JudgeFailure(.badVerdict, "the judge's 'score' is no number from 0 to 1")
    }
    let explanation = String((object["explanation"]?.string ?? "").prefix(1_000))
    self.init(
      passes: passes, score: score,
      label: object["label"]?.string.flatMap { passes || !isWord($0) ? nil : $0 },
      explanation: explanation.isEmpty ? "the judge gives no reason" : explanation,
      quotes: (object["quotes"]?.array ?? []).prefix(8).compactMap { $0.string }.filter {
        $0.utf8.count <= 1_000
      })
  }

  /// The verdict on a call, with the quotes found in its output.
  func verdict(on output: String) -> Verdict {
    Verdict(
      passes ? .pass : .fail, score: score, label: label, explanation: explanation,
      evidence: evidence(of: quotes, in: output))
  }

  /// JSON objects that stand in a text side by side, at most 16 of them.
  private static func objects(in text: String) -> [JSON] {
    if let whole = try? JSON(parsing: text, maxDepth: 16), whole.object != nil { return [whole] }
    var found: [JSON] = []
    let bytes = Array(text.utf8.prefix(256 << 10))
    bytes.withUnsafeBytes { bytes in
      var place = 0
      var tries = 0
      while place < bytes.count, tries < 64, found.count < 16 {
        guard bytes[place] == UInt8(ascii: "{") else {
          place += 1
          continue
        }
        tries += 1
        if let (value, end) = try? JSON.prefix(of: bytes, from: place, maxDepth: 16) {
          found.append(value)
          place = end
        } else {
          place += 1
        }
      }
    }
    return found
  }
}

/// A word that can group verdicts.
private func isWord(_ text: String) -> Bool {
  (1...64).contains(text.utf8.count)
    && text.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
}
