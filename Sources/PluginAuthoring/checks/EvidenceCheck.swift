internal import CallModel
internal import JSON
internal import PluginKit
internal import PluginProtocol

extension PluginCheck {
  /// Each call is judged twice, the second time with emoji before its output: evidence moves by as many code points.
  static let evidence = PluginCheck("evidence", "gives evidence inside the output, in Unicode code points") { subject in
    subject.opening + subject.ask(pairs(subject).map { .call($0) })
  } judge: { subject, transcript in
    let calls = pairs(subject)
    let sent = "\(calls.count) calls, half of them with emoji"
    if let finding = Trouble(subject: subject, transcript: transcript).missing(1...UInt64(calls.count), sent: sent) {
      return finding
    }
    var ranges: [[Range<Int>]] = []
    for (place, call) in calls.enumerated() {
      guard let answer = transcript.answers[UInt64(place) + 1]?.first?.members else { continue }
      do throws(ProtocolFault) {
        ranges.append(try PluginAnswer.verdict(answer, on: call).evidence)
      } catch {
        let shown = oneLine(String(call.output.prefix(40)))
        return .fails(sent: "the output '\(shown)…'", came: "\(error)", advice: advice)
      }
    }
    var count = 0
    for place in stride(from: 0, to: ranges.count - 1, by: 2) {
      let (plain, moved) = (ranges[place], ranges[place + 1])
      count += plain.isEmpty ? 0 : 1
      guard let first = plain.last, let second = moved.last, plain.count == moved.count else { continue }
      let unit = units[second.upperBound - first.upperBound]
      if let unit {
        let shown = oneLine(String(calls[place + 1].output.prefix(40)))
        return .fails(
          sent: "the output '\(shown)…'",
          came: "the evidence [\(second.lowerBound), \(second.upperBound)] counts \(unit)", advice: advice)
      }
    }
    guard count > 0 else {
      return .ok("none was given; --answer TEXT has an answer judged that it finds fault with")
    }
    return .ok("\(count) verdicts with evidence")
  }

  private static let advice = "Count Unicode code points from the start of the output, the end not included"

  /// By how much evidence moves that is counted otherwise: the shift is 4 code points.
  private static let units = [7: "units of UTF-16, as JavaScript does", 13: "bytes of UTF-8"]

  private static func pairs(_ subject: Subject) -> [LLMCall] {
    Probes.calls(subject).flatMap { call -> [LLMCall] in
      var moved = call
      moved.output = Probes.shift + call.output
      return [call, moved]
    }
  }
}
