internal import Canaries
internal import JSON

/// Golden questions as a file holds them: a JSON object a line, `{"question": "…", "reference": "…" or ["…"]}`.
///
/// `input` is taken for `question`, so that the rows of `assay eval` can be asked too. Other keys are ignored.
struct GoldenQuestions {
  /// What is wrong, and in which line.
  struct Problem {
    var line: Int
    var message: String
  }

  static let most = 1_000

  private(set) var questions: [Canary.Question] = []
  private(set) var problems: [Problem] = []

  init(_ bytes: [UInt8]) {
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if line.allSatisfy({ $0 <= 0x20 }) { continue }
      if questions.count == Self.most {
        problems.append(Problem(line: number, message: "there are more than \(Self.most) questions"))
        return
      }
      do throws(JSONError) {
        read(try JSON(parsing: Array(line), maxDepth: 32), number)
      } catch {
        problems.append(Problem(line: number, message: "is no JSON: \(error.reason)"))
      }
    }
    if questions.isEmpty, problems.isEmpty { problems.append(Problem(line: 1, message: "the file holds no question")) }
  }

  private mutating func read(_ value: JSON, _ number: Int) {
    let references =
      value["reference"]?.string.map { [$0] } ?? value["reference"]?.array?.compactMap { $0.string } ?? []
    let filled = references.filter { !$0.isEmpty }
    guard let question = (value["question"] ?? value["input"])?.string, !question.isEmpty else {
      return problems.append(Problem(line: number, message: "'question' must be there, as a text"))
    }
    guard !filled.isEmpty, filled.count <= 16 else {
      return problems.append(
        Problem(line: number, message: "'reference' must be there, as a text or a list of 1 to 16 texts"))
    }
    questions.append(Canary.Question(question, references: filled))
  }
}
