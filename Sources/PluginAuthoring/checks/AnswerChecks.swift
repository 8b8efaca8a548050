internal import CallModel
internal import JSON
internal import PluginKit
internal import PluginProtocol

extension PluginCheck {
  static let ready = PluginCheck("ready", "says that it is ready, in protocol 1, within 10 s") { subject in
    subject.opening + [.closeInput, .until(.end, within: subject.settings.limits.farewell)]
  } judge: { subject, transcript in
    if let finding = Trouble(subject: subject, transcript: transcript).notReady { return finding }
    let time = milliseconds(transcript.ready ?? 0)
    guard let name = transcript.name, name != subject.manifest.id else { return .ok(time) }
    return Finding(
      state: .note, detail: "it calls itself '\(name)', and its folder '\(subject.manifest.id)'; logs show both")
  }

  static func answers(_ item: String) -> PluginCheck {
    PluginCheck("answers", "answers each usual \(item) as the protocol has it") { subject in
      subject.opening + subject.ask(Probes.usual(subject))
        + [.closeInput, .until(.end, within: subject.settings.limits.farewell)]
    } judge: { subject, transcript in
      let questions = Probes.usual(subject)
      let sent = "\(questions.count) \(item)s"
      if let finding = Trouble(subject: subject, transcript: transcript).missing(
        1...UInt64(questions.count), sent: sent)
      {
        return finding
      }
      return shape(questions, transcript, sent: sent)
    }
  }

  static func odd(_ item: String) -> PluginCheck {
    PluginCheck("odd", "answers odd \(item)s: empty ones, other scripts, control characters") { subject in
      subject.opening + subject.ask(Probes.odd(subject))
    } judge: { subject, transcript in
      let questions = Probes.odd(subject)
      let sent = "\(questions.count) odd \(item)s"
      if let finding = Trouble(subject: subject, transcript: transcript).missing(
        1...UInt64(questions.count), sent: sent)
      {
        return finding
      }
      let finding = shape(questions, transcript, sent: sent)
      return finding.state == .fails ? finding : .ok("\(questions.count) \(item)s")
    }
  }

  static func order(_ item: String) -> PluginCheck {
    let most = 64
    return PluginCheck("order", "answers each of many \(item)s once, in whatever order, in time") { subject in
      subject.opening + subject.ask(Probes.many(subject.isEvaluator ? most : 16, subject)) + [
        .listen(.milliseconds(150))
      ]
    } judge: { subject, transcript in
      let count = subject.isEvaluator ? most : 16
      let sent = "\(count) \(item)s\(subject.isEvaluator ? " at once" : ", one after the other")"
      if let finding = Trouble(subject: subject, transcript: transcript).missing(1...UInt64(count), sent: sent) {
        return finding
      }
      if let twice = transcript.answers.filter({ $0.value.count > 1 }).keys.min() {
        return .fails(
          sent: sent, came: "'\(twice)' was answered \(transcript.answers[twice]?.count ?? 0) times",
          advice: "Answer each id once")
      }
      let unasked = transcript.answers.keys.filter { $0 < 1 || $0 > UInt64(count) }.map { "\($0)" }
      if let stray = transcript.strayIDs.first ?? unasked.min() {
        return .fails(
          sent: sent, came: "'\(stray.prefix(40))' was answered too, which nobody asked",
          advice: "Answer only what comes with an id")
      }
      let last = transcript.answers.values.compactMap { $0.first?.at }.max() ?? 0
      let first = subject.isEvaluator ? transcript.lastSent : transcript.ready ?? 0
      return .ok("\(count) in \(milliseconds(last - first))")
    }
  }

  /// Whether the first answer to each question is one; they are numbered from 1 on.
  private static func shape(_ questions: [PluginQuestion], _ transcript: Transcript, sent: String) -> Finding {
    var counts: [String: Int] = [:]
    var problem: String?
    for (place, question) in questions.enumerated() {
      guard let answer = transcript.answers[UInt64(place) + 1]?.first?.members else { continue }
      do throws(ProtocolFault) {
        switch question {
        case .call(let call):
          let verdict = try PluginAnswer.verdict(answer, on: call)
          counts[verdict.kind.name, default: 0] += 1
          if verdict.kind == .error { problem = problem ?? verdict.explanation }
        case .item:
          switch try PluginAnswer.delivery(answer) {
          case .delivered: counts["ok", default: 0] += 1
          case .refused(let reason, _, _):
            counts["error", default: 0] += 1
            problem = problem ?? reason
          case .verdict, .failed: break
          }
        }
      } catch {
        return .fails(
          sent: sent, came: "to '\(place + 1)' came \(oneLine(String(answer.text().prefix(120))))",
          advice: "It is against the protocol: \(error)")
      }
    }
    let said = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    guard counts["error"] == questions.count else { return .ok(said) }
    return Finding(state: .note, detail: "it answers every one with an error: \(problem ?? "")")
  }
}

/// `12 ms`.
func milliseconds(_ time: Nanoseconds) -> String { "\(max(0, time) / 1_000_000) ms" }
