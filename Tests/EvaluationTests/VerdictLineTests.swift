import CallModel
import Evaluation
import JSON
import Testing

@Suite struct VerdictLineTests {
  private func written(_ verdict: Verdict, id: JSON) throws -> String {
    var bytes: [UInt8] = []
    VerdictLine.write(verdict, of: "e", on: try #require(RowID(id)), into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func whatThereIsNotIsLeftOut() throws {
    #expect(try written(.skip("no"), id: 7) == #"{"id":7,"evaluator":"e","verdict":"skip","explanation":"no"}"# + "\n")
    let full = Verdict(.fail, score: 0.25, label: "l", explanation: "a\nb", evidence: [0..<2, 5..<9])
    #expect(
      try written(full, id: "x")
        == #"{"id":"x","evaluator":"e","verdict":"fail","score":0.25,"label":"l","explanation":"a\nb","evidence":[[0,2],[5,9]]}"#
        + "\n")
    #expect(try !written(Verdict(.pass, score: .nan), id: 1).contains("score"))
  }

  @Test(arguments: Verdict.Kind.allCases) func whatIsWrittenIsReadAgain(kind: Verdict.Kind) throws {
    let text = try written(Verdict(kind), id: "é\u{0}")
    let read = try VerdictLine.read(NumberedLine(number: 1, bytes: Array(text.utf8)))
    #expect(read.id.text == "é\u{0}")
    #expect(read.evaluator == "e")
    #expect(read.kind == kind)
  }

  @Test(arguments: [
    "{}", "[]", "no", #"{"id":1,"evaluator":"e","verdict":"perhaps"}"#, #"{"id":{},"evaluator":"e","verdict":"pass"}"#,
  ])
  func otherLinesAreRefused(text: String) {
    #expect(throws: RowFlaw.self) { try VerdictLine.read(NumberedLine(number: 1, bytes: Array(text.utf8))) }
  }

  @Test func linesOfABatchStandInTheRowsOrder() throws {
    let rows = try ["a", "b"].map { (id: String) in
      JudgedRows.Row(line: 1, id: try #require(RowID(.string(id))), verdicts: [.pass, .skip("s")])
    }
    let text = String(
      decoding: JudgedRows(rows: rows, flaws: [], durations: [0, 0]).lines(of: ["x", "y"]), as: UTF8.self)
    let names = text.split(separator: "\n").map { $0.split(separator: "\"")[safe: [3, 7]].joined() }
    #expect(names == ["ax", "ay", "bx", "by"])
  }
}

extension [Substring] {
  fileprivate subscript(safe places: [Int]) -> [Substring] { places.map { indices.contains($0) ? self[$0] : "?" } }
}
