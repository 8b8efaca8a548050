internal import Access
internal import ArgumentParser
internal import Logging
internal import Service

struct KeyRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Makes a key useless, within a second and without a restart.")

  @OptionGroup var file: ConfigurationFile

  @Argument(help: "The key's id, as `assay key list` shows it; a whole key will do.")
  var id: String

  func run() throws {
    let path = try Key.path(file)
    let id = KeyText(parsing: id)?.id ?? id
    let now = ServiceHost(logger: Logger(label: "assay")).now()
    guard let key = try Key.attempt({ try KeyFile.edit(at: path) { $0.revoke(id, at: now) } }) else {
      // It may be a secret with a typing error.
      printError("there is no key with this id in \(path); `assay key list` shows them")
      throw ExitCode(1)
    }
    print("\(key.name) (\(key.id)): \(key.state)")
  }
}
