internal import CContainment
internal import PluginKit

/// How a launcher is called for a program: its arguments and its environment.
struct LaunchPlan: Hashable, Sendable {
  var program: HostProgram
  /// Where the program starts, absolute.
  var folder: String
  /// Its temporary folder and home, absolute.
  var temporary: String
  /// The user that it becomes; 0 stays as it is.
  var user: UInt32
  /// Files and folders that it shall not see, absolute.
  var hidden: [String]
  var forbidden: Forbidden

  /// The largest number of hidden paths that the launcher takes.
  static let mostHidden = 64

  /// What follows the launcher's own path and arguments.
  var arguments: [String] {
    let limits = program.limits
    return [
      CCONTAINMENT_ARGUMENT, "network=\(limits.network ? 1 : 0)", "processes=\(max(1, limits.processes))",
      "open_files=\(max(8, limits.openFiles))", "file_size=\(max(4096, limits.fileSize))", "user=\(user)",
      "without=\(forbidden.rawValue)", "folder=\(folder)", "temporary=\(temporary)",
    ] + hidden.prefix(Self.mostHidden).map { "hide=\($0)" } + ["--"] + program.command
  }

  /// The program's variables, marked by a plus so that none of them moves the launcher, and the one that the
  /// launcher itself may need to find its libraries.
  func environment(path: String?, libraries: String?) -> [String] {
    var own = [
      "PATH": path ?? "/usr/local/bin:/usr/bin:/bin", "HOME": temporary, "TMPDIR": temporary, "LANG": "C.UTF-8",
    ]
    own.merge(program.environment) { $1 }
    return own.sorted { $0.key < $1.key }.map { "+\($0.key)=\($0.value)" }
      + (libraries.map { ["LD_LIBRARY_PATH=\($0)"] } ?? [])
  }
}

extension HostProgram {
  /// Why this cannot be handed to a launcher at all; nil where it can.
  var problem: String? {
    guard let name = command.first, !name.isEmpty else { return "no command is given" }
    if (command + [folder ?? ""] + environment.flatMap { [$0.key, $0.value] }).contains(where: hasNull) {
      return "\(name): a command, a folder or a variable holds a null character"
    }
    if let key = environment.keys.first(where: { $0.isEmpty || $0.utf8.contains(UInt8(ascii: "=")) }) {
      return "\(name): \"\(key)\" is no name of an environment variable"
    }
    return nil
  }
}

private func hasNull(_ text: String) -> Bool { text.utf8.contains(0) }
