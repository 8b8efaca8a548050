import FoundationEssentials
import JSON
import Testing
import Text

/// Our figures beside those that rouge-score and sacrebleu gave: `Fixtures/make_scores.py`.
@Suite struct ScoreFixtureTests {
  struct Pair {
    let answer: String
    let reference: String
    let json: JSON

    func figures(_ name: String) throws -> [Double] {
      let figures = try #require(json[name]?.array, "\(name) of '\(answer)'")
      return try figures.map { try #require($0.number?.double) }
    }
  }

  private func pairs() throws -> [Pair] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/scores.jsonl")
    let pairs = try String(decoding: Data(contentsOf: file), as: UTF8.self).split(separator: "\n").map { line in
      let json = try JSON(parsing: String(line))
      return Pair(
        answer: try #require(json["answer"]?.string), reference: try #require(json["reference"]?.string), json: json)
    }
    #expect(pairs.count == 280)
    return pairs
  }

  private func expect(_ overlap: TokenOverlap, _ expected: [Double], _ pair: Pair) {
    for (figure, wanted) in zip([overlap.precision, overlap.recall, overlap.f1], expected) {
      #expect(abs(figure - wanted) < 5e-7, "'\(pair.answer)' against '\(pair.reference)'")
    }
  }

  @Test func rougeIsThatOfRougeScore() throws {
    for pair in try pairs() {
      let rouge = Rouge(reference: pair.reference)
      expect(rouge.unigrams(of: pair.answer), try pair.figures("rouge1"), pair)
      expect(rouge.bigrams(of: pair.answer), try pair.figures("rouge2"), pair)
      expect(try #require(rouge.longest(of: pair.answer)), try pair.figures("rougeL"), pair)
    }
  }

  /// sacrebleu counts in hundredths: six decimals of its figure are eight of ours.
  @Test func chrFIsThatOfSacrebleu() throws {
    for pair in try pairs() {
      let expected = try #require(pair.json["chrf"]?.number?.double)
      let score = try #require(ChrF(reference: pair.reference)).score(of: pair.answer)
      #expect(abs(score * 100 - expected) < 5e-7, "'\(pair.answer)' against '\(pair.reference)'")
    }
  }

  @Test func editsAreThoseOfTheTable() throws {
    for pair in try pairs() {
      let longer = max(pair.answer.unicodeScalars.count, pair.reference.unicodeScalars.count)
      let edits = try #require(pair.json["edits"]?.number?.double)
      let expected = longer == 0 ? 1 : 1 - edits / Double(longer)
      #expect(editSimilarity(of: pair.answer, pair.reference) == expected, "'\(pair.answer)'")
      #expect(editSimilarity(of: pair.reference, pair.answer) == expected, "'\(pair.answer)'")
    }
  }
}
