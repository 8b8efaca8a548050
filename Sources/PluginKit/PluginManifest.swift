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

  /// Whether a plugin may be called so: lower_snake_case, a letter first, at most 64 characters.
  public static func isID(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first), name.utf8.count <= 64 else { return false }
    return name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
  }
}
