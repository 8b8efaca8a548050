internal import CallModel
internal import PluginKit
internal import PluginProtocol
internal import PluginTestKit

/// What plugins are asked in checks.
enum Probes {
  /// Three emoji and a space: 4 code points, 7 units of UTF-16, 13 bytes.
  static let shift = "🙂🙂🙂 "

  /// Calls as applications make them, with the author's own answers first.
  static func calls(_ subject: Subject) -> [LLMCall] {
    subject.answers.map { answered($0) } + CannedCalls.realistic
      + [
        "It costs $19.99, or €24 with the case; see https://shop.example/case?id=7 or write to ann@shop.example.",
        "As an AI language model, I apologize, but I cannot help with that. Visit http://example.com instead!",
        "This is a sentence that simply goes on and on, " + Array(repeating: "word", count: 120).joined(separator: " ")
          + ". No. 1,299.00 EUR! Call 555-0100. \"Quoted\" text… TOTALLY.",
      ].map { answered($0) }
  }

  /// A call with that answer, and everything else that a call can have.
  static func answered(_ output: String) -> LLMCall {
    var call = CannedCalls.grounded
    call.output = output
    return call
  }

  /// What the subject's kind is asked, one of each usual sort.
  static func usual(_ subject: Subject) -> [PluginQuestion] {
    if subject.isEvaluator { return calls(subject).map { .call($0) } }
    let alerts = [CannedItems.firing("answers-refused")] + CannedItems.alerts.prefix(4)
    let snapshots = [CannedSnapshots.everyKind, CannedSnapshots.series(1), CannedSnapshots.series(100)]
    return handed(alerts, snapshots, subject)
  }

  /// Alerts and snapshots, as far as the exporter wants them.
  private static func handed(
    _ alerts: [AlertChange], _ snapshots: [MetricsSnapshot], _ subject: Subject
  ) -> [PluginQuestion] {
    (subject.send.contains(.alerts) ? alerts.map { .alert($0) } : [])
      + (subject.send.contains(.metrics) ? snapshots.map { .snapshot($0) } : [])
  }

  /// As many questions as that.
  static func many(_ count: Int, _ subject: Subject) -> [PluginQuestion] {
    let usual = usual(subject)
    return (0..<count).map { usual[$0 % usual.count] }
  }

  /// What trips code that counts bytes, or trusts its input.
  static func odd(_ subject: Subject) -> [PluginQuestion] {
    if subject.isEvaluator { return CannedCalls.odd.map { .call($0) } }
    return handed(
      [CannedItems.firing("\u{0}\"\n😀", route: "a,b=*%")] + CannedItems.alerts,
      [CannedSnapshots.empty, CannedSnapshots.label("\u{0}\"\n😀\\")], subject)
  }

  /// One that makes a line of nearly 4 MiB.
  static func long(_ subject: Subject) -> PluginQuestion {
    let size = LineFraming.longest - (64 << 10)
    let piece = "lorem ipsum dolor sit amet. "
    if subject.isEvaluator {
      return .call(answered(String(repeating: piece, count: size / piece.utf8.count)))
    }
    if !subject.send.contains(.metrics) {
      return .alert(CannedItems.firing("answers-refused", route: String(repeating: "a", count: size)))
    }
    // A series is a line of some hundred bytes.
    var snapshot = CannedSnapshots.series(1)
    let one = bytes(.snapshot(snapshot))
    let ten = bytes(.snapshot(CannedSnapshots.series(11)))
    snapshot = CannedSnapshots.series(max(1, (size - one) / max(1, (ten - one) / 10)) * 9 / 10)
    return .snapshot(snapshot)
  }

  private static func bytes(_ question: PluginQuestion) -> Int {
    var bytes: [UInt8] = []
    PluginLine.question(id: 1, question).write(into: &bytes)
    return bytes.count
  }
}
