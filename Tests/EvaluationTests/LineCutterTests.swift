import Evaluation
import Testing

@Suite struct LineCutterTests {
  /// All lines of a text that comes in blocks of so many bytes.
  private func lines(_ text: String, blocks: Int, longest: Int = 100) -> [NumberedLine] {
    var cutter = LineCutter(longest: longest)
    var lines: [NumberedLine] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      rest.prefix(blocks).withUnsafeBytes { lines += cutter.lines(in: $0) }
      rest = rest.dropFirst(blocks)
    }
    if let last = cutter.last() { lines.append(last) }
    return lines
  }

  private func line(_ number: Int, _ text: String?) -> NumberedLine {
    NumberedLine(number: number, bytes: text.map { Array($0.utf8) })
  }

  @Test(arguments: [1, 2, 3, 5, 1_000]) func linesAreTheSameHoweverTheyCome(blocks: Int) {
    let expected = [line(1, "one"), line(3, "two\r"), line(6, "last")]
    #expect(lines("\u{FEFF}one\n\ntwo\r\n \t\r\n\nlast", blocks: blocks) == expected)
  }

  @Test(arguments: [1, 4, 1_000]) func aLineThatIsTooLongIsNamedAndTheRestGoesOn(blocks: Int) {
    let text = "\(String(repeating: "a", count: 8))\n\(String(repeating: "b", count: 9))\nc\n"
    let expected = [line(1, "aaaaaaaa"), line(2, nil), line(3, "c")]
    #expect(lines(text, blocks: blocks, longest: 8) == expected)
  }

  @Test func aLastLineThatIsTooLongIsNamed() {
    #expect(lines("a\nbbbb", blocks: 2, longest: 3) == [line(1, "a"), line(2, nil)])
  }

  @Test func nothingIsNoLine() {
    #expect(lines("", blocks: 1).isEmpty)
    #expect(lines("\n\n", blocks: 1).isEmpty)
  }
}
