import CallModel
import PluginKit
import PluginProtocol
import Testing

@testable import PluginAuthoring

/// What the checks say of programs, from what these wrote alone.
@Suite struct CheckTests {
  let pass = { (id: UInt64) in "{\"id\":\"\(id)\",\"verdict\":\"pass\"}" }

  @Test func anAnswerGivenTwiceIsSeen() throws {
    let subject = try subject()
    let lines = (1...64).map { pass(UInt64($0)) }
    let check = PluginCheck.order("call")
    #expect(check.finding(subject, transcript(lines.reversed())).state == .ok)
    let finding = check.finding(subject, transcript(lines + [pass(7)]))
    #expect(finding.state == .fails && finding.detail.contains("'7' was answered 2 times"))
    let stray = check.finding(subject, transcript(lines + [pass(65)]))
    #expect(stray.state == .fails && stray.detail.contains("'65' was answered too"))
    let missing = check.finding(subject, transcript(Array(lines.dropLast())))
    #expect(missing.detail.contains("1 of 64 were not answered within 500 ms"))
  }

  @Test(arguments: [("utf16", "UTF-16"), ("utf8", "UTF-8"), ("scalars", "")])
  func evidenceCountedOtherwiseIsSeen(_ unit: String, _ said: String) throws {
    let subject = try subject()
    let lines = calls(.evidence, subject).map { id, call -> String in
      guard let range = call.output.firstRange(of: "AI language") else { return pass(id) }
      let text = call.output
      let (start, end) =
        switch unit {
        case "utf16":
          (text.utf16.distance(from: text.startIndex, to: range.lowerBound), text[..<range.upperBound].utf16.count)
        case "utf8": (text[..<range.lowerBound].utf8.count, text[..<range.upperBound].utf8.count)
        default: (text[..<range.lowerBound].unicodeScalars.count, text[..<range.upperBound].unicodeScalars.count)
        }
      return "{\"id\":\"\(id)\",\"verdict\":\"fail\",\"explanation\":\"x\",\"evidence\":[[\(start),\(end)]]}"
    }
    let finding = PluginCheck.evidence.finding(subject, transcript(lines))
    #expect(finding.state == (said.isEmpty ? .ok : .fails), "\(finding.detail)")
    #expect(said.isEmpty ? finding.detail == "2 verdicts with evidence" : finding.detail.contains(said))
  }

  @Test func evidenceOutsideIsSeen() throws {
    let subject = try subject()
    let lines = calls(.evidence, subject).map { id, _ in
      "{\"id\":\"\(id)\",\"verdict\":\"fail\",\"explanation\":\"x\",\"evidence\":[[0,9000]]}"
    }
    let finding = PluginCheck.evidence.finding(subject, transcript(lines))
    #expect(finding.state == .fails && finding.detail.contains("outside of the output"))
  }

  @Test func whatIsNoReadyIsExplained() throws {
    let subject = try subject()
    func said(_ lines: [String]) -> Finding { PluginCheck.ready.finding(subject, transcript(lines, ready: false)) }
    #expect(said([]).detail.contains("nothing came within 10 s"))
    #expect(said(["loading…"]).detail.contains("is no JSON"))
    #expect(said([#"{"ready":{"protocol":2}}"#]).detail.contains("this is protocol 1"))
    #expect(said([#"{"hello":1}"#]).detail.contains("what came first was not 'ready'"))
    #expect(said([#"{"ready":{"protocol":1}}"#]).state == .ok)
    let named = said([#"{"ready":{"protocol":1,"name":"other"}}"#])
    #expect(named.state == .note && named.detail.contains("'other'"))
  }

  @Test func whatComesOnlyAfterTheEndIsNotFlushed() throws {
    var transcript = transcript([], ready: false)
    transcript.closedInput(at: .seconds(10))
    transcript.heard(Array("{\"ready\":{\"protocol\":1}}\n".utf8), at: .seconds(11))
    let finding = PluginCheck.ready.finding(try subject(), transcript)
    #expect(finding.state == .fails && finding.detail.contains("Flush standard output"))
  }

  @Test func aCrashIsSeenWithWhatItSaid() throws {
    var transcript = transcript([pass(1)])
    transcript.ended(.status(3), at: .milliseconds(20))
    transcript.errorLines = ["Traceback", "KeyError: 'x'"]
    let finding = PluginCheck.answers("call").finding(try subject(), transcript)
    #expect(finding.state == .fails)
    #expect(finding.detail.contains("it exited with status 3 (standard error: 'KeyError: 'x'')"))
  }

  @Test func aCancelledCallThatIsNeverAnsweredIsSeen() throws {
    let check = PluginCheck.cancel("call")
    let subject = try subject()
    #expect(check.finding(subject, transcript([pass(1), pass(2)])).state == .ok)
    #expect(check.finding(subject, transcript([pass(2)])).detail.contains("counts as hung"))
    #expect(check.finding(subject, transcript([pass(1), pass(2), pass(77)])).detail.contains("'77'"))
  }

  @Test func aProgramThatStaysIsSeen() throws {
    let subject = try subject()
    var transcript = transcript((1...5).map { pass(UInt64($0)) })
    transcript.closedInput(at: .milliseconds(10))
    #expect(PluginCheck.end.finding(subject, transcript).detail.contains("it still ran after 2 s"))
    transcript.ended(.status(0), at: .milliseconds(30))
    #expect(PluginCheck.end.finding(subject, transcript) == .ok("20 ms"))
  }

  @Test func printsAmongAnswersAreSeen() throws {
    let faults = Transcript.faults(of: [transcript([pass(1)]), transcript(["judging…", pass(2)])])
    let output = PluginCheck.output
    #expect(output.finding(try subject(), faults).detail.contains("'judging…'"))
  }

  @Test func aFloodIsCutOff() {
    var transcript = Transcript()
    let lines = Array(String(repeating: "{\"id\":\"9\"}\n", count: 1_000).utf8)
    for _ in 0..<100 where !transcript.isBroken { transcript.heard(lines, at: 0) }
    #expect(transcript.isBroken)
    #expect((transcript.answers[9]?.count ?? 0) <= Transcript.mostLines)
  }

  @Test func linesForPeopleHoldNoControlCharacters() {
    let promise = CheckedPromise(.ready, Finding(state: .fails, detail: "a\u{1B}[31m\nb"))
    #expect(promise.line == "fails   says that it is ready, in protocol 1, within 10 s: a\u{FFFD}[31m\u{FFFD}b")
  }
}
