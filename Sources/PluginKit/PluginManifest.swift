/// What `plugin.json` in a plugin's folder says.
public struct PluginManifest: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case evaluator, exporter
  }

  /// The folder's name: lower_snake_case.
  public var id: String
  public var kind: Kind
  public var version: String
  /// For a plugin in another language: what to run, relative to its folder. Empty if built in.
  public var command: [String]

  public init(id: String, kind: Kind, version: String, command: [String] = []) {
    self.id = id
    self.kind = kind
    self.version = version
    self.command = command
  }
}
