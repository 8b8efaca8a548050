internal import Glibc
internal import Language

/// How likely an answer is to hold what its question asks for, by the words of both.
///
/// Logistic over `Features`; the weights are those that `training/train.py` writes.
struct AddressModel: Sendable {
  struct Grade: Sendable {
    /// From 0 to 1.
    let probability: Double
    let features: Features
    /// The share of the question's weight that the answer has anywhere.
    let coverage: Double
  }

  /// Longer answers are read up to here.
  static let mostCodePoints = 32_768
  /// Answers with more tokens are judged by their best stretch of a few sentences.
  static let longestWhole = 60
  static let mostWindows = 200

  static func grade(_ asked: AskedTerms, _ output: String) -> Grade {
    let answer = AnalysedText(output, limit: mostCodePoints)
    let matches = AnswerMatches(answer, asked)
    var best: (logit: Double, features: Features)?
    for window in windows(of: answer) {
      let features = Features(asked, matches, window)
      let logit = logit(of: features)
      if best.map({ logit > $0.logit }) ?? true { best = (logit, features) }
    }
    var seen = [Double](repeating: 0, count: asked.terms.count)
    for index in answer.tokens.indices {
      if matches.places[index] >= 0 {
        seen[matches.places[index]] = max(seen[matches.places[index]], matches.shares[index])
      }
    }
    let weight = zip(asked.terms, seen).reduce(0) { $0 + $1.0.weight * $1.1 }
    let features = best?.features ?? Features(asked, matches, 0..<0)
    return Grade(
      probability: 1 / (1 + exp(-(best?.logit ?? logit(of: features)))), features: features,
      coverage: weight / max(asked.total, 1e-9))
  }

  /// The whole, or stretches of sentences that have 60 tokens together, each beginning at a sentence and half a
  /// stretch or more behind the one before.
  private static func windows(of answer: AnalysedText) -> [Range<Int>] {
    if answer.tokens.count <= longestWhole || answer.sentences.isEmpty { return [0..<answer.tokens.count] }
    var windows: [Range<Int>] = []
    for first in answer.sentences.indices {
      let start = answer.sentences[first].tokens.lowerBound
      if let last = windows.last, start < last.lowerBound + longestWhole / 2 { continue }
      var end = min(answer.sentences[first].tokens.upperBound, start + longestWhole)
      for sentence in answer.sentences[(first + 1)...] {
        guard sentence.tokens.upperBound - start <= longestWhole else { break }
        end = sentence.tokens.upperBound
      }
      windows.append(start..<end)
      if windows.count == mostWindows { break }
    }
    return windows
  }

  private static func logit(of features: Features) -> Double {
    var sum = AddressWeights.bias
    for (value, weight) in zip(features.values, AddressWeights.weights) { sum += value * weight }
    return sum
  }
}
