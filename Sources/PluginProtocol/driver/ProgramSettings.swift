internal import CallModel
internal import JSON
package import PluginKit

/// What an entry says of a program that speaks protocol 1: the same keys for evaluators and exporters.
package struct ProgramSettings: Sendable {
  package var program: HostProgram
  package var hello: PluginLine.Hello
  package var limits: SessionLimits
  /// How many of the program run side by side.
  package var workers: Int
  /// All of the above as text, for comparing.
  package var written: String

  /// Reads them, and reports what is wrong.
  ///
  /// - Parameters:
  ///   - command: of a plugin in a folder of its own; nil: the entry's `command`.
  ///   - folder: where the command starts.
  package init(
    _ settings: inout Settings, command fixed: [String]? = nil, folder: String? = nil
  ) throws(SettingsError) {
    let command = fixed ?? settings.command()
    let config = settings.freeMap("config")
    let timeout = settings.duration("timeout") ?? .seconds(2)
    let inFlight = settings.integer("max_in_flight", default: 64, in: 1...4_096)
    workers = settings.integer("workers", default: 1, in: 1...64)
    var bounds = ProgramLimits()
    bounds.network = settings.bool("network", default: false)
    if let memory = settings.bytes("memory") {
      if (16 << 20)...(1 << 40) ~= memory {
        bounds.memory = Int(memory)
      } else {
        settings.report("must lie between 16MiB and 1TiB", at: "memory")
      }
    }
    let environment = settings.environment()
    guard !settings.hasProblems else { throw SettingsError() }
    program = HostProgram(command: command, folder: folder, environment: environment, limits: bounds)
    hello = PluginLine.Hello(config: config, maxInFlight: inFlight, deadline: timeout)
    limits = SessionLimits(maxInFlight: inFlight, queue: max(1_024, inFlight * 4), timeout: timeout)
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    written = "\(command)\(folder ?? "")\(config.text())\(timeout) \(inFlight) \(workers) \(bounds) \(variables)"
  }
}

extension ProgramSettings {
  /// Makes a changed script another revision: words of a command that are files count with their bytes.
  ///
  /// The hash is this process's own, which is all that a reload compares.
  package mutating func addRevision(ofFilesIn command: [String], _ host: any Host) {
    for word in command where word.contains("/") || word.contains(".") {
      guard let bytes = try? host.readFile(word) else { continue }
      var hasher = Hasher()
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
      written += " \(hasher.finalize())"
    }
  }
}

extension Settings {
  /// A program and its arguments, as a list: nothing is split or expanded by a shell.
  fileprivate mutating func command() -> [String] {
    guard let setting = raw("command") else {
      report("'command' is missing: a list, the program and its arguments")
      return []
    }
    guard case .list = setting.value else {
      let hint =
        setting.written.isEmpty ? "" : "; write [\(setting.written.split(separator: " ").joined(separator: ", "))]"
      report("expected a list, the program and its arguments, found \(setting.kind)\(hint)", at: "command")
      return []
    }
    guard let command = texts("command") else { return [] }
    if command.isEmpty || command[0].isEmpty {
      report("names no program", at: "command")
    } else if command.count > 256 || command.contains(where: { $0.utf8.contains(0) || $0.utf8.count > 32 << 10 }) {
      report("holds a zero byte, more than 256 words, or one of more than 32 KiB", at: "command")
    }
    return command
  }

  /// Variables for the program: a map of names and values, or a list of names that are taken over.
  fileprivate mutating func environment() -> [String: String] {
    guard has("environment") else { return [:] }
    guard var inner = map("environment") else { return [:] }
    defer { absorb(inner) }
    var result: [String: String] = [:]
    for name in inner.keys {
      guard let value = inner.text(name) else { continue }
      let isName = name.utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)
      }
      if name.isEmpty || !isName || (0x30...0x39).contains(name.utf8.first ?? 0) {
        inner.report("is no name of a variable", at: name)
      } else if value.utf8.contains(0) {
        inner.report("the value holds a zero byte", at: name)
      } else {
        result[name] = value
      }
    }
    return result
  }

  /// A map that the plugin itself understands.
  fileprivate mutating func freeMap(_ key: String) -> JSON {
    guard let setting = raw(key) else { return .object(JSONObject()) }
    switch setting.value {
    case .null: return .object(JSONObject())
    case .map: return JSON(setting)
    default:
      report("expected a map, found \(setting.kind)", at: key)
      return .object(JSONObject())
    }
  }
}

extension JSON {
  /// A setting as the program is told it. A configuration's depth is bounded, and so is the recursion.
  fileprivate init(_ setting: Setting) {
    switch setting.value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .number(JSONNumber(value))
    case .number(let value): self = JSONNumber(value).map { .number($0) } ?? .null
    case .text(let text): self = .string(text)
    case .list(let list): self = .array(list.map { JSON($0) })
    case .map(let entries): self = .object(JSONObject(entries.map { (key: $0.key, value: JSON($0.value)) }))
    }
  }
}
