internal import PluginKit

/// What every factory owes its users: a proper name, and settings that are checked, not trusted.
struct SettingsConformance {
  let id: String
  let settings: [String: Setting.Value]
  let host: any Host
  /// The factory's `make`; what it makes is not looked at here.
  let make: (inout Settings, any Host) throws(SettingsError) -> Void

  func problems() -> [String] { checkID() + checkUnknownKey() + checkWrongKinds() }

  private func checkID() -> [String] {
    let letters = Set("abcdefghijklmnopqrstuvwxyz")
    let allowed = letters.union("0123456789_")
    guard let first = id.first, letters.contains(first), id.allSatisfy(allowed.contains), id.count <= 64 else {
      return ["the id '\(id)' is not lower_snake_case of at most 64 characters"]
    }
    return []
  }

  private func checkUnknownKey() -> [String] {
    let unknown = "no_plugin_has_this_key"
    let found = settle(settings.merging([unknown: true]) { $1 }).problems
    return found.contains { $0.path == "entry.\(unknown)" && $0.severity == .error }
      ? [] : ["the unknown key '\(unknown)' is not reported; read settings only by the keys that you know"]
  }

  /// Whatever stands there, the factory makes something of it or says what is wrong.
  private func checkWrongKinds() -> [String] {
    let wrong: [Setting.Value] = [
      nil, true, 0, -1, .integer(.max), .integer(.min), 0.5, .number(.nan), .number(.infinity), "", "\u{0}", "(", "☃",
      .text(String(repeating: "x", count: 100_000)), [], [[]], [nil], [1, "two", [:]], [:], ["key": ["key": []]],
    ]
    var problems: [String] = []
    for key in settings.keys.sorted() {
      for value in wrong {
        let (made, found) = settle(settings.merging([key: value]) { $1 })
        let kind = "\(key): \(Setting(writing: value).kind)"
        if !made, !found.contains(where: { $0.severity == .error }) {
          problems.append("\(kind): nothing is made and no problem is reported")
        }
        if let astray = found.first(where: { $0.path != "entry" && !$0.path.hasPrefix("entry.") }) {
          problems.append(
            "\(kind): the problem '\(astray.message)' has the path '\(astray.path)', outside of the entry")
        }
        if let silent = found.first(where: { $0.message.isEmpty || $0.message.count > 2_000 }) {
          problems.append("\(kind): a problem's message has \(silent.message.count) characters; 1 to 2000 are read")
        }
      }
    }
    return problems
  }

  private func settle(_ entries: [String: Setting.Value]) -> (made: Bool, problems: [SettingsProblem]) {
    var settings = Settings(entries: entries)
    var made = true
    do {
      try make(&settings, host)
    } catch {
      made = false
    }
    settings.finish()
    return (made, settings.problems)
  }
}
