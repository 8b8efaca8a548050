import CallModel
import PluginKit
import Testing

@testable import PluginProtocol

/// Programs that break the protocol: each is contained, reported and survived.
@Suite struct BadPluginTests {
  @Test func floodsStandardOutputWithWords() {
    var run = SessionRun.ready()
    run.ask(1)
    run.says(String(repeating: "y\n", count: 5_000))
    #expect(run.kills == 1)
    #expect(run.failure(1) == .crashed)
    #expect(run.session.tally.faults == 1_000)
    #expect(run.logged.count <= 6, "a flood must not flood the log")
    #expect(run.session.received(Array("{\"id\":\"1\",\"verdict\":\"pass\"}\n".utf8), now: run.now).isEmpty)
  }

  @Test func floodsWithAnswersThatNobodyAsked() {
    var run = SessionRun.ready()
    run.says(String(repeating: "{\"id\":\"77\",\"verdict\":\"pass\"}\n", count: 1_000))
    #expect(run.kills == 1)
  }

  @Test func writesALineWithoutEnd() {
    var run = SessionRun.ready()
    run.ask(1)
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
    for _ in 0..<64 { run.says(piece) }
    #expect(run.kills == 0)
    run.says([UInt8(ascii: "x")])
    #expect(run.kills == 1)
    #expect(run.failure(1) == .crashed)
    #expect(run.logged.contains { $0.contains("line_too_long") })
  }

  @Test func takesALineOfJustTheBound() {
    var run = SessionRun.ready()
    run.ask(1)
    let head = "{\"id\":\"1\",\"verdict\":\"pass\",\"x\":\""
    let filler = String(repeating: "a", count: LineFraming.longest - head.utf8.count - 2)
    run.says(head + filler + "\"}\n")
    #expect(run.verdict(1)?.kind == .pass)
  }

  @Test func writesHalfALineAndEnds() {
    var run = SessionRun.ready()
    run.ask(1)
    run.says("{\"id\":\"1\",\"verd")
    run.ends(.status(0))
    #expect(run.failure(1) == .crashed)
    #expect(run.logged.contains { $0.contains("half_line") })
    run.comesUp()
    run.ask(1)
    run.answers(2)
    #expect(run.verdict(2)?.kind == .pass, "what was left of the old line is not part of the new")
  }

  @Test func writesNoUTF8() {
    var run = SessionRun.ready()
    run.ask(2)
    run.says(Array("{\"id\":\"1\",\"verdict\":\"pass\",\"label\":\"".utf8) + [0xFF, 0xFE] + Array("\"}\n".utf8))
    run.answers(2)
    #expect(run.replies[1] == nil)
    #expect(run.verdict(2)?.kind == .pass)
    #expect(run.logged.contains { $0.contains("invalid_utf8") })
    run.wait(.seconds(2))
    #expect(run.failure(1) == .timeout)
  }

  @Test func printsAmongTheAnswers() {
    var run = SessionRun.ready()
    run.ask(1)
    run.says("loading model…\n[1]\n\"text\"\n{\"id\":1,\"verdict\":\"pass\"}\n")
    run.answers(1)
    #expect(run.verdict(1)?.kind == .pass)
    #expect(run.session.tally.faults == 4)
    #expect(run.logged.contains { $0.contains("standard error") })
  }

  @Test(
    arguments: [
      "{\"id\":\"1\"}", "{\"id\":\"1\",\"verdict\":\"maybe\"}", "{\"id\":\"1\",\"verdict\":true}",
      "{\"id\":\"1\",\"verdict\":\"pass\",\"score\":1.5}", "{\"id\":\"1\",\"verdict\":\"pass\",\"score\":\"1\"}",
      "{\"id\":\"1\",\"verdict\":\"pass\",\"score\":1e400}", "{\"id\":\"1\",\"verdict\":\"fail\",\"label\":3}",
      "{\"id\":\"1\",\"verdict\":\"fail\",\"explanation\":[]}", "{\"id\":\"1\",\"verdict\":\"fail\",\"evidence\":{}}",
      "{\"id\":\"1\",\"verdict\":\"fail\",\"evidence\":[[0]]}",
      "{\"id\":\"1\",\"verdict\":\"fail\",\"evidence\":[[0,4]]}",
      "{\"id\":\"1\",\"verdict\":\"fail\",\"evidence\":[[-1,2]]}",
      "{\"id\":\"1\",\"verdict\":\"fail\",\"evidence\":[[2,1]]}",
      "{\"id\":\"1\",\"verdict\":\"fail\",\"evidence\":[[0,0.5]]}",
      "{\"id\":\"1\",\"verdict\":\"fail\",\"evidence\":[[0,99999999999999999999]]}",
    ])
  func answersWithTheWrongKinds(line: String) {
    var run = SessionRun.ready()
    run.ask(1, output: "d\u{301}é")
    run.says(line + "\n")
    #expect(run.failure(1) == .protocolFault)
    #expect(run.session.tally.faults == 1)
    #expect(run.kills == 0)
  }

  @Test func evidenceCountsCodePoints() {
    var run = SessionRun.ready()
    run.ask(1, output: "d\u{301}é")
    run.says("{\"id\":\"1\",\"verdict\":\"fail\",\"evidence\":[[0,3],[2,3]],\"label\":\"two words\"}\n")
    #expect(run.verdict(1)?.evidence == [0..<3, 2..<3])
    #expect(run.verdict(1)?.label == "two_words")
    #expect(run.verdict(1)?.explanation?.isEmpty == false)
  }

  @Test func speaksAnotherProtocol() {
    var run = SessionRun()
    run.take(run.session.begin(now: run.now))
    run.take(run.session.started(now: run.now))
    run.says("{\"ready\":{\"protocol\":2}}\n")
    #expect(run.session.lastProblem?.contains("protocol 1") == true)
    run.wait(.seconds(10))
    #expect(run.kills == 1)
  }

  @Test func answersBeforeItIsReadyAndIsReadyTwice() {
    var run = SessionRun()
    run.ask(1)
    run.take(run.session.started(now: run.now))
    run.answers(1)
    run.says("{\"ready\":{\"protocol\":1}}\n{\"ready\":{\"protocol\":1}}\n")
    #expect(run.replies[1] == nil)
    #expect(run.asked == ["1"])
    #expect(run.session.tally.faults == 1)
    run.answers(1)
    #expect(run.verdict(1)?.kind == .pass)
  }

  @Test func crashesOnEveryTenthCall() {
    var run = SessionRun.ready(maxInFlight: 1)
    let ids = run.ask(40)
    var served = 0
    while run.replies.count < ids.count, run.now < .seconds(2_000) {
      guard case .ready = run.session.phase, let id = run.asked.last.flatMap({ UInt64($0) }), run.replies[id] == nil
      else {
        run.wait(.milliseconds(10))
        if case .starting = run.session.phase { run.comesUp() }
        continue
      }
      served += 1
      if served % 10 == 0 { run.ends(.signal(11)) } else { run.answers(id) }
    }
    #expect(run.replies.count == 40)
    #expect(run.doubles == 0)
    #expect(ids.filter { run.verdict($0)?.kind == .pass }.count == 36)
    #expect(ids.filter { run.failure($0) == .crashed }.count == 4)
  }
}
