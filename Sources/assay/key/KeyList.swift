internal import Access
internal import ArgumentParser
internal import JSON

struct KeyList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the keys, without secrets.")

  @OptionGroup var file: ConfigurationFile

  @Flag(help: "One JSON object a line; times in nanoseconds since 1970.")
  var json = false

  func run() throws {
    let path = try Key.path(file)
    let keys = try Key.attempt { try KeyFile.read(from: path)?.keys ?? [] }
    if json {
      for key in keys { print(line(key).text()) }
      return
    }
    guard !keys.isEmpty else {
      printError("no keys in \(path)")
      return
    }
    let rows =
      [["ID", "NAME", "ROLES", "CREATED (UTC)", "STATE"]]
      + keys.map { [$0.id, $0.name, $0.roles.names.joined(separator: ","), minute(of: $0.created), $0.state] }
    let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
      let text = cells.joined(separator: "  ")
      print(text.prefix(text.count - text.reversed().prefix { $0 == " " }.count))
    }
  }

  private func line(_ key: AccessKey) -> JSON {
    [
      "id": .string(key.id), "name": .string(key.name), "roles": .array(key.roles.names.map(JSON.string)),
      "created": JSON(key.created), "revoked": key.revoked.map { JSON($0) } ?? .null,
    ]
  }
}
