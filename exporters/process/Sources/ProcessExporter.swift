internal import CallModel
internal import PluginKit
internal import PluginProtocol

/// Hands each alert and each snapshot to a program, one after the other, so that order is kept
/// and what has arrived is known. The program ends with the exporter.
final class ProcessExporter: PushExporter {
  let wants: Set<ExportItem.Kind>
  private let program: PluginProgram
  /// Values of its environment: a program may repeat them in its errors, which go to the log.
  private let secrets: [String]

  init(_ settings: ProgramSettings, wants: Set<ExportItem.Kind>, host: any Host) {
    self.wants = wants
    program = PluginProgram(settings.program, hello: settings.hello, limits: settings.limits, host: host)
    // Longest first: one may be a part of another.
    secrets = settings.program.environment.values.filter { $0.utf8.count >= 4 }.sorted { $0.count > $1.count }
  }

  var health: PluginHealth? { program.health }

  deinit {
    Task { [program] in await program.stop() }
  }

  func export(_ items: [ExportItem]) async throws(ExportError) {
    for (place, item) in items.enumerated() where wants.contains(item.kind) {
      let question: PluginQuestion
      switch item {
      case .alert(let change): question = .alert(change)
      case .snapshot(let snapshot): question = .snapshot(snapshot)
      case .verdicts: continue
      }
      for reply in await program.ask([question]) {
        if let error = error(reply, delivered: place) { throw error }
      }
    }
  }

  /// What a reply means for the item at that place; nil: it has arrived.
  private func error(_ reply: PluginReply, delivered place: Int) -> ExportError? {
    switch reply {
    case .delivered: return nil
    case .refused(let reason, isTransient: true, let after):
      return .retryable(shown(reason), after: after, delivered: place)
    case .refused(let reason, isTransient: false, _):
      return .permanent(shown(reason), delivered: place, dropping: 1)
    case .failed(let failure):
      let message = shown("\(failure.message) (\(failure.code.rawValue))")
      switch failure.code {
      case .crashed, .timeout, .unavailable, .busy, .cancelled: return .retryable(message, delivered: place)
      // Sent again, it would be as long, and would be answered as badly.
      case .tooLong, .protocolFault: return .permanent(message, delivered: place, dropping: 1)
      }
    case .verdict:
      return .permanent("the plugin answered like an evaluator", delivered: place, dropping: 1)
    }
  }

  private func shown(_ message: String) -> String {
    let masked = secrets.reduce(message) { $0.replacing($1, with: "***") }
    let cut = String(String.UnicodeScalarView(masked.unicodeScalars.prefix(500)))
    return cut.isEmpty ? "the plugin refuses it and does not say why" : cut
  }
}
