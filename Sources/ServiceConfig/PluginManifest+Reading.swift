internal import JSON
internal import PluginKit

extension PluginManifest {
  /// Reads a folder's plugin.json; everything that is wrong is reported, each with the file and field.
  init?(of folder: PluginFolder, problems: inout [SettingsProblem]) {
    let file = "\(folder.path)/plugin.json"
    var found: [SettingsProblem] = []
    func report(_ field: String, _ message: String) {
      found.append(SettingsProblem(.error, file: file, line: 0, path: field, message: message))
    }
    defer { problems += found }

    let value: JSON
    do throws(HostError) {
      let bytes = try folder.manifest.get()
      do throws(JSONError) {
        value = try JSON(parsing: bytes, maxDepth: 32)
      } catch {
        found.append(
          SettingsProblem(.error, file: file, line: error.line, path: "", message: "is no JSON: \(error.reason)"))
        return nil
      }
    } catch {
      report("", "cannot be read: \(error)")
      return nil
    }
    guard let object = value.object else {
      report("", "holds no object; write {\"id\": \"\(folder.name)\", \"kind\": \"evaluator\", …}")
      return nil
    }

    let id = object["id"]?.string
    if id == nil { report("id", "is missing, or no text: the folder's name, \"\(folder.name)\"") }
    if let id, id != folder.name { report("id", "'\(id.prefix(64))' is not the folder's name, '\(folder.name)'") }
    if !Self.isID(folder.name) {
      report("id", "the folder's name must be lower_snake_case, of at most 64 characters")
    }
    let kind = object["kind"]?.string.flatMap { Kind(rawValue: $0) }
    if kind == nil { report("kind", "must be \"evaluator\" or \"exporter\"") }
    let version = object["version"]?.string
    if version?.isEmpty != false { report("version", "is missing, or no text: \"1.0.0\"") }
    var command: [String] = []
    switch object["command"] {
    case nil, .null?: break
    case .array(let words)?:
      command = words.compactMap { $0.string }
      if command.count != words.count || command.first?.isEmpty != false || words.count > 256
        || command.contains(where: { $0.utf8.contains(0) })
      {
        report("command", "must be a list of texts, the program and its arguments: [\"python3\", \"main.py\"]")
      }
    case .some: report("command", "must be a list of texts, the program and its arguments: [\"python3\", \"main.py\"]")
    }
    for key in object.keys where !["id", "kind", "version", "command"].contains(key) {
      report(String(key.prefix(64)), "unknown field; known here: command, id, kind, version")
    }
    guard found.isEmpty, let id, let kind, let version else { return nil }
    self.init(id: id, kind: kind, version: version, command: command)
  }
}
