internal import Access
internal import ArgumentParser
internal import Logging
internal import Service

struct KeyNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Makes a key and prints it once; only its hash is kept.")

  @OptionGroup var file: ConfigurationFile

  @Option(help: "What the key is called in lists and audits.")
  var name: String

  @Option(name: .customLong("role"), help: "ingest, scrape, read, operate or gateway; may be given more than once.")
  var roles: [Role]

  func validate() throws {
    guard AccessKey.isName(name) else {
      throw ValidationError("'\(name)' is no name: 1 to 64 letters, digits, '-', '_' and '.'")
    }
    guard !roles.isEmpty else { throw ValidationError("name at least one --role") }
  }

  func run() throws {
    let path = try Key.path(file)
    var random = SystemRandomNumberGenerator()
    let text = KeyText(using: &random)
    let key = AccessKey(
      of: text, name: name, roles: Roles(roles), created: ServiceHost(logger: Logger(label: "assay")).now(),
      using: &random)
    guard try Key.attempt({ try KeyFile.edit(at: path) { $0.add(key) } }) else {
      printError("\(path) holds \(KeyFile.mostKeys) keys already, which is the most; remove those that are revoked")
      throw ExitCode(2)
    }
    print(text.text)
    printError("\(name) (\(key.id)): \(key.roles.names.joined(separator: ", ")). It is not shown again.")
  }
}
