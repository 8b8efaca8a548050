package import PluginKit

/// A folder of the search path as it lies on the disk: what it is called, and what it says of itself.
package struct PluginFolder: Sendable {
  /// Where it is; the plugin's program starts there.
  package var path: String
  /// Its last part, which is the plugin's id.
  package var name: String
  /// The bytes of its plugin.json, or why they cannot be read.
  package var manifest: Result<[UInt8], HostError>
  /// The files right in it, by name.
  package var files: Set<String>
  /// Changes whenever a file in it does.
  package var revision: String

  package init(
    path: String, name: String, manifest: Result<[UInt8], HostError>, files: Set<String> = [], revision: String = ""
  ) {
    self.path = path
    self.name = name
    self.manifest = manifest
    self.files = files
    self.revision = revision
  }
}

/// A plugin in another language, ready to be made: its program, where it starts, and what it was made of.
package struct ProgramPlugin: Sendable {
  package var manifest: PluginManifest
  /// The manifest's, with a file of the folder in its first place made one that is started from there.
  package var command: [String]
  package var folder: String
  package var revision: String
}

extension ProgramPlugin {
  /// Reads what a folder says; nil for one whose plugin is built in.
  package init?(_ folder: PluginFolder, problems: inout [SettingsProblem]) {
    guard let manifest = PluginManifest(of: folder, problems: &problems), !manifest.command.isEmpty else { return nil }
    var command = manifest.command
    // Without a slash a program is looked for on the path, where a plugin's own never lies.
    if let first = command.first, folder.files.contains(first) { command[0] = "./" + first }
    self.init(manifest: manifest, command: command, folder: folder.path, revision: folder.revision)
  }
}
