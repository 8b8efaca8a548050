internal import CallModel
package import PluginKit
package import PluginProtocol

/// The plugin that is checked, and the bounds that the service would hold it to.
package struct Subject: Sendable {
  /// `evaluators/short_answer`, as its author wrote it.
  package var folder: String
  package var manifest: PluginManifest
  package var settings: ProgramSettings
  /// Answers of the author's own, to be judged besides the canned ones.
  package var answers: [String]
  /// What an exporter is handed, as its entry's `send` says.
  package var send: Set<Sent>

  /// What an exporter may be handed.
  package enum Sent: String, CaseIterable, Sendable {
    case alerts, metrics
  }

  package init(
    folder: String, manifest: PluginManifest, settings: ProgramSettings, answers: [String] = [],
    send: Set<Sent> = Set(Sent.allCases)
  ) {
    self.send = send
    self.folder = folder
    self.manifest = manifest
    self.settings = settings
    self.answers = answers
  }

  var isEvaluator: Bool { manifest.kind == .evaluator }
  /// What it is sent, in a sentence.
  var item: String { isEvaluator ? "call" : "item" }
  /// How long it may take for an answer.
  var deadline: Nanoseconds { settings.hello.deadline }

  /// The first lines of every check.
  var opening: [Step] {
    [.send([.hello(settings.hello)]), .until(.ready, within: settings.limits.ready)]
  }

  /// Sends questions with the ids from 1 on, and waits for their answers: an evaluator gets them at once, an exporter
  /// one after the other.
  func ask(_ questions: [PluginQuestion], from first: UInt64 = 1, within time: Nanoseconds? = nil) -> [Step] {
    guard !questions.isEmpty else { return [] }
    let lines = questions.enumerated().map { PluginLine.question(id: first + UInt64($0.offset), $0.element) }
    let time = time ?? deadline
    if isEvaluator {
      return [.send(lines), .until(.answers(first...first + UInt64(lines.count) - 1), within: time)]
    }
    return lines.enumerated().flatMap { place, line -> [Step] in
      let id = first + UInt64(place)
      return [.send([line]), .until(.answers(id...id), within: time)]
    }
  }
}
