/// Strict reading of one map of a configuration: every problem is noted, none is thrown away.
///
/// Each reader returns nil (or the default) where the key is absent or wrong, so that reading
/// goes on and all problems of a file are reported at once. `finish` reports the keys that
/// nobody read.
///
/// ```swift
/// let pattern = settings.requiredText("must_match")
/// let limit = settings.integer("match_limit", default: 1_000_000, in: 1...100_000_000)
/// ```
public struct Settings: Sendable {
  public let file: String
  /// The path of this map in its file: `evaluators.no-refusal`.
  public let path: String
  public let line: Int
  public private(set) var problems: [SettingsProblem] = []

  private let entries: [(key: String, value: Setting)]
  private var read: Set<String> = []

  /// `setting` may be nothing (all defaults); anything but a map is a problem.
  public init(_ setting: Setting?, file: String, path: String) {
    self.file = file
    self.path = path
    self.line = setting?.line ?? 0
    switch setting?.value {
    case .map(let entries):
      self.entries = entries
      reportDuplicates()
    case nil, .null:
      self.entries = []
    default:
      self.entries = []
      report("expected a map of settings, found \(setting?.kind ?? "nothing")")
    }
  }

  public var hasProblems: Bool { problems.contains { $0.severity == .error } }

  /// The names of the entries, in the file's order.
  public var keys: [String] { entries.map(\.key) }

  /// Takes a value as it is, for what the typed readers below do not cover.
  public mutating func raw(_ key: String) -> Setting? {
    read.insert(key)
    return entries.first { $0.key == key }?.value
  }

  public func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

  // MARK: Reporting

  /// Notes a problem of this map, or of one of its keys.
  ///
  /// A message that quotes a long value is cut in the middle: its end says what to do.
  public mutating func report(
    _ message: String, at key: String? = nil, severity: SettingsProblem.Severity = .error
  ) {
    let message = message.count <= 400 ? message : "\(message.prefix(150))…\(message.suffix(200))"
    let line = key.flatMap { key in entries.first { $0.key == key }?.value.line } ?? line
    let path = key.map { self.path.isEmpty ? $0 : "\(self.path).\($0)" } ?? path
    problems.append(SettingsProblem(severity, file: file, line: line, path: path, message: message))
  }

  /// Takes over the problems of a map inside this one.
  public mutating func absorb(_ inner: Settings) { problems += inner.problems }

  /// Reports each key that was never read, with the known ones beside it.
  public mutating func finish() {
    let known = read.sorted().joined(separator: ", ")
    for (key, _) in entries where !read.contains(key) {
      report("unknown key; known here: \(known)", at: key)
    }
  }

  private mutating func reportDuplicates() {
    var seen: Set<String> = []
    for (key, value) in entries where !seen.insert(key).inserted {
      let path = path.isEmpty ? key : "\(path).\(key)"
      problems.append(SettingsProblem(.error, file: file, line: value.line, path: path, message: "written twice"))
    }
  }
}
