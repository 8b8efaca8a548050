internal import Logging
internal import Synchronization

/// The log of a command that runs programs of plugins: keeps what they say on their standard error, the last lines of it.
final class StandardErrorTail: LogHandler, Sendable {
  /// The most lines that are kept.
  private static let most = 20

  private let state = Mutex<(lines: [String], containment: String?)>(([], nil))

  var logLevel: Logger.Level {
    get { .info }
    set {}
  }
  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  func log(event: LogEvent) {
    let message = "\(event.message)"
    state.withLock { state in
      if message.hasPrefix("programs of plugins are contained") {
        state.containment = message
      } else {
        state.lines = state.lines.suffix(Self.most - 1) + [message]
      }
    }
  }

  /// What of the containment holds; nil before a program was started.
  var containment: String? { state.withLock { $0.containment } }

  /// The lines since the last call, without the plugin's name before them.
  func take(of name: String) -> [String] {
    state.withLock { state in
      defer { state.lines = [] }
      return state.lines.map { $0.hasPrefix("\(name): ") ? String($0.dropFirst(name.count + 2)) : $0 }
    }
  }
}
