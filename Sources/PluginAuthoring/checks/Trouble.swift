internal import CallModel
internal import PluginKit
internal import PluginProtocol

/// Why a program did not do what it was to do, from what it did.
struct Trouble {
  let subject: Subject
  let transcript: Transcript

  /// Nil if it was ready, and answered each of these.
  func missing(_ ids: ClosedRange<UInt64>, sent: String, within time: Nanoseconds? = nil) -> Finding? {
    if let finding = notReady { return finding }
    let closed = transcript.inputClosedAt ?? .max
    // What came only once nothing more could come is no answer in time.
    let missing = ids.filter { id in transcript.answers[id]?.first.map { $0.at > closed } ?? true }
    guard let first = missing.first else { return nil }
    let count = missing.count == ids.count ? "none was answered" : "\(missing.count) of \(ids.count) were not answered"
    if let ended = ended { return .fails(sent: sent, came: "\(count): \(ended.came)", advice: ended.advice) }
    if transcript.answers[first] != nil {
      return .fails(
        sent: sent, came: "the answers came only after the end of standard input",
        advice: "Flush standard output after the answers, and read line by line in place of all input at once")
    }
    if let fault = transcript.faults.first {
      return .fails(sent: sent, came: "\(count); it wrote \(fault)", advice: "Write one JSON object a line")
    }
    if let id = transcript.strayIDs.first {
      return .fails(
        sent: sent, came: "\(count), but '\(id)' was, which nobody asked", advice: "Give each id back as it came")
    }
    if transcript.unknown > 0 {
      return .fails(
        sent: sent, came: "\(count); it wrote objects without an id", advice: "Give each id back as it came")
    }
    if let finding = unfinished(sent) { return finding }
    let limit = (time ?? subject.deadline).sentence
    return .fails(
      sent: sent, came: "\(count) within \(limit)",
      advice:
        "Flush standard output after each answer; if it needs longer, raise 'timeout' of its entry (--set timeout=10s)"
    )
  }

  /// Nil if it was ready in time.
  var notReady: Finding? {
    let sent = "the hello"
    if let refusal = transcript.refusal {
      return Finding(
        state: .fails, detail: "it cannot be started: \(refusal). Check 'command' in \(subject.folder)/plugin.json")
    }
    if let ready = transcript.ready, ready < transcript.inputClosedAt ?? .max { return nil }
    if let ended = ended { return .fails(sent: sent, came: ended.came, advice: ended.advice) }
    if transcript.ready != nil {
      return .fails(
        sent: sent, came: "'ready' came only after the end of standard input",
        advice: "Flush standard output after it, and read line by line in place of all input at once")
    }
    if let fault = transcript.faults.first {
      return .fails(sent: sent, came: "it wrote \(fault)", advice: #"Answer {"ready":{"protocol":1}}"#)
    }
    if !transcript.answers.isEmpty || !transcript.strayIDs.isEmpty || transcript.unknown > 0 {
      return .fails(
        sent: sent, came: "what came first was not 'ready'", advice: #"Answer {"ready":{"protocol":1}} before all else"#
      )
    }
    if let finding = unfinished(sent) { return finding }
    return .fails(
      sent: sent, came: "nothing came within \(subject.settings.limits.ready.sentence)",
      advice: #"Write {"ready":{"protocol":1}}, a line feed, and flush"#)
  }

  /// Nil if no line lacks its end.
  private func unfinished(_ sent: String) -> Finding? {
    guard transcript.unfinished > 0 else { return nil }
    return .fails(
      sent: sent, came: "it wrote \(transcript.unfinished) bytes without a line feed",
      advice: "End each message with a line feed")
  }

  /// Nil if the program ran on, and its output could be read.
  var ended: (came: String, advice: String)? {
    if let broken = transcript.broken { return ("it wrote \(broken)", "Write nothing but answers, one line each") }
    guard let exit = transcript.exit, (transcript.exitAt ?? 0) < transcript.inputClosedAt ?? .max else { return nil }
    if case .overMemory(_) = exit {
      return (exit.sentence, "Use less, or raise 'memory' of its entry (--set memory=1GiB)")
    }
    let advice =
      if exit == .status(0) {
        "Read until the end of standard input"
      } else {
        "Catch what goes wrong with one \(subject.item), and answer it with an error"
      }
    return ("\(exit.sentence)\(errors)", advice)
  }

  /// What it said last on its standard error, in brackets.
  var errors: String {
    guard let line = transcript.errorLines.last(where: { !$0.isEmpty }) else { return "" }
    return " (standard error: '\(line.prefix(200))')"
  }
}
