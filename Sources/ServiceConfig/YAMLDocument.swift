internal import PluginKit
internal import Yams

/// One YAML file as settings, with the lines they stand on.
struct YAMLDocument {
  /// Nil if the file cannot be read at all; an empty file is an empty map.
  private(set) var root: Setting?
  private(set) var problems: [SettingsProblem] = []
  private(set) var secrets: Secrets

  private let file: String
  private let substitutes: Bool
  private var values = 0

  /// `environment` is nil for files in which `${NAME}` is only text.
  init(_ text: String, file: String, environment: [String: String]?) {
    self.file = file
    substitutes = environment != nil
    secrets = Secrets(environment: environment ?? [:])
    guard text.utf8.count <= YAMLLimits.size else {
      report("the file is larger than \(YAMLLimits.size >> 20) MiB", line: 0, path: "")
      return
    }
    if mixesAliasesWithComplexKeys(text) {
      report("aliases (*name) cannot be used in a file that has lists or maps as keys", line: 0, path: "")
      return
    }
    do throws(YAMLSyntaxError) {
      root = Setting(.map([]), line: 1)
      if let node = try composeKeepingDuplicates(text) {
        root = nil
        root = try convert(node, line: node.mark?.line ?? 1, path: "", depth: 0)
      }
    } catch {
      root = nil
      report(error.message, line: error.line, path: "")
    }
  }

  private mutating func report(_ message: String, line: Int, path: String) {
    problems.append(SettingsProblem(.error, file: file, line: line, path: path, message: message))
  }

  private mutating func convert(
    _ node: Node, line: Int, path: String, depth: Int
  ) throws(YAMLSyntaxError) -> Setting {
    values += 1
    if values > YAMLLimits.values {
      throw YAMLSyntaxError(line: line, message: "the file has more than \(YAMLLimits.values) values, aliases included")
    }
    if depth > YAMLLimits.depth {
      throw YAMLSyntaxError(line: line, message: "lists and maps are nested deeper than \(YAMLLimits.depth)")
    }
    switch node {
    case .scalar(let scalar):
      return convert(scalar, line: line, path: path)
    case .sequence(let sequence):
      checkTag(sequence.tag, "tag:yaml.org,2002:seq", line: line, path: path)
      var list: [Setting] = []
      for (index, element) in sequence.enumerated() {
        list.append(
          try convert(element, line: element.mark?.line ?? line, path: "\(path)[\(index)]", depth: depth + 1))
      }
      return Setting(.list(list), line: line)
    case .mapping(let mapping):
      checkTag(mapping.tag, "tag:yaml.org,2002:map", line: line, path: path)
      return Setting(.map(try entries(mapping, line: line, path: path, depth: depth)), line: line)
    case .alias:
      throw YAMLSyntaxError(line: line, message: "an alias (*name) cannot stand here")
    }
  }

  private mutating func entries(
    _ mapping: Node.Mapping, line: Int, path: String, depth: Int
  ) throws(YAMLSyntaxError) -> [(key: String, value: Setting)] {
    if mapping.count > YAMLLimits.entries {
      throw YAMLSyntaxError(line: line, message: "one map has more than \(YAMLLimits.entries) keys")
    }
    var result: [(key: String, value: Setting)] = []
    for (key, value) in mapping {
      // A value has its key's line: that is where a person looks for it.
      let line = key.mark?.line ?? line
      guard case .scalar(let scalar) = key else {
        report("a key must be a word, not a list or a map", line: line, path: path)
        continue
      }
      let inner = path.isEmpty ? scalar.string : "\(path).\(scalar.string)"
      if let name = duplicatedName(scalar.string) {
        report("written twice in one map", line: line, path: path.isEmpty ? name : "\(path).\(name)")
        continue
      }
      if scalar.string == "<<", scalar.style == .plain {
        report("merge keys (<<) are not used here; write the settings out", line: line, path: path)
        continue
      }
      result.append((scalar.string, try convert(value, line: line, path: inner, depth: depth + 1)))
    }
    return result
  }

  private mutating func convert(_ scalar: Node.Scalar, line: Int, path: String) -> Setting {
    var text = scalar.string
    if substitutes {
      let (replaced, unset) = secrets.substitute(in: text, line: line)
      text = replaced
      for name in unset {
        report("the environment variable \(name) is not set", line: line, path: path)
      }
    }
    checkTag(scalar.tag, "tag:yaml.org,2002:str", line: line, path: path)
    let isText = scalar.style != .plain && scalar.style != .any || !scalar.tag.rawValue.isEmpty
    return Setting(isText ? .text(text) : coreSchemaValue(text), line: line, written: text)
  }

  private mutating func checkTag(_ tag: Tag, _ allowed: String, line: Int, path: String) {
    if !["", "!", allowed].contains(tag.rawValue) {
      report("tags such as \(tag.rawValue) are not used here; write the value without", line: line, path: path)
    }
  }
}
