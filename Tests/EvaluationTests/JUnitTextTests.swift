import CallModel
import Evaluation
import JSON
import Testing

@Suite struct JUnitTextTests {
  private func id(_ text: String) throws -> RowID { try #require(RowID(.string(text))) }

  @Test func everyKindOfVerdict() throws {
    var text = JUnitText(name: "n")
    var bytes: [UInt8] = []
    text.add(.pass, of: "e", on: try id("a"), change: nil, duration: 1_500_000, into: &bytes)
    let failure = Verdict(.fail, score: 0.5, label: "l", explanation: "why", evidence: [1..<2])
    text.add(failure, of: "e", on: try id("b"), change: .regression, duration: 0, into: &bytes)
    text.add(.skip("s"), of: "e", on: try id("c"), change: .new, duration: 0, into: &bytes)
    text.add(.error("x", label: "limit"), of: "e", on: try id("d"), change: .same, duration: 0, into: &bytes)
    text.add(RowFlaw(line: 9, "bad"), into: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        <testcase classname="e" name="a" time="0.001500"/>
        <testcase classname="e" name="b" time="0.000000"><failure type="regression" message="it passed in the baseline: \
        why">why&#10;label: l&#10;score: 0.5&#10;evidence: [1, 2)</failure></testcase>
        <testcase classname="e" name="c" time="0.000000"><skipped message="s"/></testcase>
        <testcase classname="e" name="d" time="0.000000"><error type="limit" message="x">x&#10;label: limit</error></testcase>
        <testcase classname="rows" name="line 9" time="0.000000"><error type="row" message="bad"></error></testcase>

        """)
    #expect(text.counts.tests == 5)
    #expect(text.counts.failures == 1)
    #expect(text.counts.errors == 2)
    #expect(text.counts.skipped == 1)
  }

  @Test func theHeadKeepsItsLength() throws {
    var text = JUnitText(name: "a & b")
    let before = text.head
    var bytes: [UInt8] = []
    for place in 0..<1_234 {
      text.add(.fail("f"), of: "e", on: RowID(line: place), change: nil, duration: .hours(1), into: &bytes)
    }
    let after = text.head
    #expect(after.count == before.count)
    let head = String(decoding: after, as: UTF8.self)
    #expect(head.contains(#"<testsuite name="a &amp; b" tests="1234""#))
    #expect(head.contains(#"time="4442400.000000""#))
  }

  @Test func whatNoDocumentMayHoldIsWrittenOut() throws {
    var text = JUnitText(name: "n")
    var bytes: [UInt8] = []
    text.add(
      .fail("<&>\"\u{0}\u{1b}\u{FFFE}\u{85}é\n"), of: "e", on: try id("\u{8}"), change: nil, duration: 0, into: &bytes)
    let written = String(decoding: bytes, as: UTF8.self)
    #expect(written.contains("&lt;&amp;&gt;&quot;\\u{0}\\u{1b}\\u{fffe}\\u{85}é&#10;"))
    #expect(written.contains("name=\"\\u{8}\""))
  }
}
