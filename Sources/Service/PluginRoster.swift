internal import Synchronization

/// The plugins that the configuration in force has; a reload replaces them.
package final class PluginRoster: Sendable {
  /// One entry under `evaluators:` or `exporters:`.
  package struct Entry: Hashable, Sendable {
    package enum Kind: String, Sendable {
      case evaluator, exporter
    }

    /// The entry's key.
    package var name: String
    package var kind: Kind
    package var plugin: String
    /// Where a plugin lies that is not built in.
    package var folder: String?
    /// Where the document of one that pulls is asked for.
    package var path: String?

    package init(name: String, kind: Kind, plugin: String, folder: String?, path: String? = nil) {
      self.name = name
      self.kind = kind
      self.plugin = plugin
      self.folder = folder
      self.path = path
    }
  }

  private let state: Mutex<[Entry]>

  package init(_ entries: [Entry]) { state = Mutex(entries) }

  package func replace(with entries: [Entry]) { state.withLock { $0 = entries } }

  package var entries: [Entry] { state.withLock { $0 } }
}
