import CallModel
import Evaluation
import JSON
import Testing

@Suite struct SummaryTests {
  private func id(_ text: String) throws -> RowID { try #require(RowID(.string(text))) }

  @Test func theTableHoldsEveryFigure() throws {
    var tally = Tally("grounded")
    for place in 0..<97 { tally.add(Verdict(.pass, score: 1), on: RowID(line: place)) }
    for place in 0..<3 { tally.add(.fail("made up", score: 0.1), on: try id("bad-\(place)")) }
    tally.add(.skip("no context"), on: RowID(line: 1))
    tally.add(1_000_000_000, rows: 100)
    let lines = SummaryTable([tally]).lines
    #expect(
      lines == [
        "EVALUATOR  ROWS  PASS  FAIL  SKIP  ERROR   FAIL RATIO (95 %)  SCORE      P50      P99",
        "grounded    101    97     3     1      0  3.0 % (1.0 to 8.5)  0.973  10.0 ms  10.0 ms",
        "", "grounded: failures", "  bad-0  0.10  made up", "  bad-1  0.10  made up", "  bad-2  0.10  made up",
      ])
  }

  @Test func theWorstFailuresAreKept() throws {
    var tally = Tally("e")
    let scores: [Double?] = [0.5, 0.1, nil, 0.3, 0.1, 0.9, 0.0, .nan]
    for (place, score) in scores.enumerated() {
      tally.add(Verdict(.fail, score: score, explanation: "x"), on: RowID(line: place))
    }
    #expect(tally.worst.map(\.id) == ["2", "6", "7", "1", "4"])
    #expect(tally.meanScore == 1.9 / 6, "what is no number has no part in it")
    #expect(SummaryTable([tally]).lines[3] == "e: the worst 5 of 8 failures")
  }

  @Test func nothingOfARowSteersTheTerminal() throws {
    var tally = Tally("e")
    let bell = "a\u{1b}[2J\u{7}\nb\u{9b}\u{202e}c"
    tally.add(.error(bell, label: bell), on: try id(bell))
    let text = SummaryTable([tally]).lines.joined()
    #expect(text.contains("a\\u{1b}[2J\\u{7} b\\u{9b}\\u{202e}c"))
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
    #expect(String(repeating: "é", count: 9).printable(atMost: 3) == "ééé…")
  }

  @Test func withoutVerdictsThereAreNoFigures() {
    #expect(
      SummaryTable([Tally("e")]).lines[1].split(separator: " ") == ["e", "0", "0", "0", "0", "0", "-", "-", "-", "-"])
  }

  @Test func progress() {
    var line = ProgressLine(size: 1_000)
    #expect(line.text(after: 0) == "0 rows  0 rows/s  0 failed")
    (line.rows, line.bytes, line.failures) = (500, 250, 3)
    #expect(
      line.text(after: .seconds(10)) == "[######..................] 25 %  500 rows  50 rows/s  3 failed  ETA 0:30")
    line.bytes = 2_000
    #expect(line.text(after: .seconds(10)).hasPrefix("[########################] 100 %"))
    var pipe = ProgressLine(size: nil)
    (pipe.rows, pipe.bytes) = (500, 250)
    #expect(pipe.text(after: .seconds(10)) == "500 rows  50 rows/s  0 failed")
  }
}
