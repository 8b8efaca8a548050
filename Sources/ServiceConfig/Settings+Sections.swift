internal import PluginKit

extension Settings {
  /// Reads the map under a key with a reader that knows its keys; absent, it is read as empty.
  mutating func section<Result>(_ key: String, _ read: (inout Settings) -> Result) -> Result {
    var inner = map(key) ?? Settings(nil, file: file, path: joined(key))
    if inner.hasProblems {
      // It is no map, and that has been said: what it lacks need not be said too.
      absorb(inner)
      var empty = Settings(nil, file: file, path: joined(key))
      return read(&empty)
    }
    let result = read(&inner)
    inner.finish()
    absorb(inner)
    return result
  }

  /// Reads each entry of a map of named things, in the file's order.
  ///
  /// The reader finishes the entry's settings itself.
  mutating func entries<Result>(
    under key: String, atMost limit: Int, _ read: (_ name: String, _ entry: inout Settings) -> Result?
  ) -> [Result] {
    guard var all = map(key) else { return [] }
    defer { absorb(all) }
    if all.keys.count > limit {
      all.report("holds \(all.keys.count) entries; at most \(limit) are allowed")
      return []
    }
    var results: [Result] = []
    for name in all.keys {
      guard isName(name) else {
        _ = all.raw(name)
        all.report("a name is made of letters, digits, '-', '_' and '.', at most 64 of them", at: name)
        continue
      }
      guard var entry = all.map(name) else { continue }
      if !entry.hasProblems, let result = read(name, &entry) { results.append(result) }
      all.absorb(entry)
    }
    return results
  }

  /// The names of the entries under a key, whether or not anything is wrong with them.
  func names(under key: String, in root: Setting) -> Set<String> {
    guard case .map(let entries) = root.value,
      case .map(let named)? = entries.first(where: { $0.key == key })?.value.value
    else { return [] }
    return Set(named.map(\.key))
  }

  /// The plugins that entries name, whether or not anything is wrong with them.
  func pluginsNamed(in root: Setting) -> Set<String> {
    guard case .map(let sections) = root.value else { return [] }
    var result: Set<String> = []
    for (key, section) in sections where key == "evaluators" || key == "exporters" {
      guard case .map(let entries) = section.value else { continue }
      for (_, entry) in entries {
        guard case .map(let members) = entry.value,
          case .text(let id)? = members.first(where: { $0.key == "plugin" })?.value.value
        else { continue }
        result.insert(id)
      }
    }
    return result
  }

  /// Refuses keys that the design has and this version does not.
  mutating func refuseUnbuilt(_ keys: [String]) {
    for key in keys where has(key) {
      _ = raw(key)
      report("not built yet in this version; remove it", at: key)
    }
  }

  /// Whether a key has a value; if it has none, that is reported.
  mutating func requires(_ key: String, _ meaning: String? = nil) -> Bool {
    if let setting = raw(key) {
      guard case .null = setting.value else { return true }
    }
    report("'\(key)' is missing\(meaning.map { ": \($0)" } ?? "")")
    return false
  }

  /// A list of words; nil if the key is absent or holds something else.
  mutating func words(_ key: String) -> [String]? {
    guard let setting = raw(key) else { return nil }
    switch setting.value {
    case .null: return nil
    case .list: return texts(key)
    default:
      let hint = setting.written.isEmpty ? "" : "; write [\(setting.written)]"
      report("expected a list, found \(setting.kind)\(hint)", at: key)
      return nil
    }
  }

  /// A length of time within bounds.
  mutating func duration(
    _ key: String, default fallback: Int64, in range: ClosedRange<Int64>, _ bounds: String
  ) -> Int64 {
    guard let value = duration(key) else { return fallback }
    if range.contains(value) { return value }
    report("must lie between \(bounds)", at: key)
    return fallback
  }

  private func joined(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64
      && name.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
      }
  }
}
