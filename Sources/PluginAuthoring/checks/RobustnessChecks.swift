internal import CallModel
internal import JSON
internal import PluginKit
internal import PluginProtocol

extension PluginCheck {
  static let unknown = PluginCheck("unknown", "ignores messages and keys that it does not know") { subject in
    let lines =
      [
        #"{"later":{"a":[1,{}]}}"#, widened(.question(id: 1, Probes.usual(subject)[0])), #"{"cancelled":"1"}"#,
        widened(.question(id: 2, Probes.usual(subject)[1])),
      ].joined(separator: "\n") + "\n"
    return [
      .write(Array((widened(.hello(subject.settings.hello)) + "\n").utf8)),
      .until(.ready, within: subject.settings.limits.ready), .write(Array(lines.utf8)),
      .until(.answers(1...2), within: subject.deadline),
    ]
  } judge: { subject, transcript in
    let sent = "messages and keys of a later protocol among two \(subject.item)s"
    return Trouble(subject: subject, transcript: transcript).missing(1...2, sent: sent) ?? .ok()
  }

  static let pieces = PluginCheck("pieces", "takes lines in pieces, and several at once") { subject in
    let line = bytes(.question(id: 1, Probes.usual(subject)[0]))
    let third = line.count / 3
    let parts = [line[..<third], line[third..<2 * third], line[(2 * third)...]]
    return subject.opening + parts.flatMap { [.write(Array($0)), .listen(.milliseconds(40))] }
      + [.until(.answers(1...1), within: subject.deadline)]
      + subject.ask(Array(Probes.usual(subject)[1...2]), from: 2)
  } judge: { subject, transcript in
    let sent = "a \(subject.item) in three pieces, then two"
    return Trouble(subject: subject, transcript: transcript).missing(1...3, sent: sent) ?? .ok()
  }

  static func cancel(_ item: String) -> PluginCheck {
    PluginCheck("cancel", "goes on after a cancel, and answers what was cancelled within 1 s") { subject in
      let usual = Probes.usual(subject)
      return subject.opening + [.send([.question(id: 1, usual[0]), .cancel(id: 1), .cancel(id: 77)])]
        + subject.ask([usual[1]], from: 2)
        + [.until(.answers(1...1), within: subject.settings.limits.grace), .listen(.milliseconds(100))]
    } judge: { subject, transcript in
      let trouble = Trouble(subject: subject, transcript: transcript)
      if let finding = trouble.missing(2...2, sent: "a \(item), its cancel, and a cancel of nothing; then another") {
        return finding
      }
      if transcript.answers[1] == nil {
        return .fails(
          sent: "a \(item) and its cancel", came: "it was never answered",
          advice: "Answer it all the same, soon: a program that leaves it out counts as hung, and is killed")
      }
      if let stray = transcript.answers.first(where: { $0.key > 2 || $0.value.count > 1 }) {
        return .fails(
          sent: "a \(item) and its cancel", came: "'\(stray.key)' was answered \(stray.value.count) times",
          advice: "Answer only what comes with an id, once; a cancel has no answer of its own")
      }
      return .ok()
    }
  }

  static let longLine = PluginCheck("long_line", "takes a line of nearly 4 MiB") { subject in
    subject.opening + subject.ask([Probes.long(subject)], within: max(.seconds(20), subject.deadline))
      + subject.ask([Probes.usual(subject)[0]], from: 2)
  } judge: { subject, transcript in
    let trouble = Trouble(subject: subject, transcript: transcript)
    if let finding = trouble.missing(1...1, sent: "a line of nearly 4 MiB", within: max(.seconds(20), subject.deadline))
    {
      return finding
    }
    if let finding = trouble.missing(2...2, sent: "another \(subject.item) after a line of nearly 4 MiB") {
      return finding
    }
    let took = (transcript.answers[1]?.first?.at ?? 0) - (transcript.ready ?? 0)
    guard took > subject.deadline else { return .ok(milliseconds(took)) }
    return Finding(
      state: .note,
      detail: "it took \(milliseconds(took)), so that it would be given up; raise 'timeout' of its entry")
  }

  static let badLine = PluginCheck("bad_line", "survives a line that is no JSON", isAdvice: true) { subject in
    subject.opening
      + [.write(Array("{\"id\":\"1\",\"call\":\n".utf8) + [0xFF, 0xFE, UInt8(ascii: "\n"), UInt8(ascii: "\n")])]
      + subject.ask([Probes.usual(subject)[0]], from: 2)
  } judge: { subject, transcript in
    let sent = "half a line of JSON, bytes that are no text, an empty line, then a \(subject.item)"
    let finding = Trouble(subject: subject, transcript: transcript).missing(2...2, sent: sent)
    return finding.map { Finding(state: $0.state, detail: $0.detail + ". The service itself never sends such a line") }
      ?? .ok()
  }

  static let end = PluginCheck("end", "finishes and exits within 2 s of the end of its input") { subject in
    let questions = subject.isEvaluator ? Array(Probes.usual(subject).prefix(5)) : [Probes.usual(subject)[0]]
    return subject.opening
      + [
        .send(questions.enumerated().map { .question(id: UInt64($0.offset) + 1, $0.element) }), .closeInput,
        .until(.end, within: subject.settings.limits.farewell),
      ]
  } judge: { subject, transcript in
    let trouble = Trouble(subject: subject, transcript: transcript)
    if let finding = trouble.notReady { return finding }
    let sent = "the end of input behind a few \(subject.item)s"
    guard let exit = transcript.exit else {
      return .fails(
        sent: sent, came: "it still ran after \(subject.settings.limits.farewell.sentence)",
        advice: "Leave the loop at the end of standard input, and let no thread keep the program alive")
    }
    let count: UInt64 = subject.isEvaluator ? 5 : 1
    let missing = (1...count).filter { transcript.answers[$0] == nil }
    guard missing.isEmpty else {
      return .fails(
        sent: sent, came: "\(missing.count) of \(count) were not answered before it exited",
        advice: "Answer what was read, and flush, before you exit")
    }
    guard exit == .status(0) else {
      return Finding(state: .note, detail: "\(exit.sentence), in place of 0\(trouble.errors)")
    }
    return .ok(milliseconds((transcript.exitAt ?? 0) - (transcript.inputClosedAt ?? 0)))
  }

  /// A line as a later protocol may write it: with further keys, within its object too.
  private static func widened(_ line: PluginLine) -> String {
    let text = String(decoding: bytes(line).dropLast(), as: UTF8.self)
    guard let inner = text.dropFirst().firstIndex(of: "{") else { return text }
    let more = #""later":{"a":[null,1.5e3]},"#
    let after = text.index(after: inner)
    return "{" + more + text[text.index(after: text.startIndex)..<after] + more + text[after...]
  }

  private static func bytes(_ line: PluginLine) -> [UInt8] {
    var bytes: [UInt8] = []
    line.write(into: &bytes)
    return bytes
  }
}
