/// A value of a configuration file, with the place where it stands.
public struct Setting: Sendable {
  public indirect enum Value: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([Setting])
    /// In the file's order.
    case map([(key: String, value: Setting)])
  }

  public var value: Value
  /// Counted from 1; 0 if the value comes from no file.
  public var line: Int
  /// The scalar as it was written, so that `7d` or `010` can be read otherwise than YAML does.
  public var written: String

  public init(_ value: Value, line: Int = 0, written: String = "") {
    self.value = value
    self.line = line
    self.written = written
  }

  /// What the value is, in the words of an error message.
  public var kind: String {
    switch value {
    case .null: "nothing"
    case .bool: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .text: "text"
    case .list: "a list"
    case .map: "a map"
    }
  }
}

/// One thing that is wrong in a configuration: where, and what to do about it.
public struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Severity: Sendable {
    case error, warning
  }

  public var severity: Severity
  public var file: String
  public var line: Int
  /// `alerts.quality.when.above`
  public var path: String
  public var message: String

  public init(_ severity: Severity, file: String, line: Int, path: String, message: String) {
    self.severity = severity
    self.file = file
    self.line = line
    self.path = path
    self.message = message
  }

  public var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    return "\(place): \(path.isEmpty ? "" : path + ": ")\(severity == .warning ? "warning: " : "")\(message)"
  }
}

/// The settings cannot be used; the problems have been reported into the `Settings` already.
public struct SettingsError: Error, Sendable {
  public init() {}
}
