internal import PluginKit

/// An evaluator that the command line asks for, with its settings.
struct NamedSettings {
  /// What verdicts call it.
  let name: String
  let plugin: String
  var values: [(key: String, value: Setting)] = []

  /// `ID` or `NAME=ID`.
  init(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(parts[0])
    plugin = String(parts[parts.count - 1])
  }

  /// The same as it would stand in a configuration.
  var entry: (key: String, value: Setting) {
    (name, Setting(.map([("plugin", Setting(.text(plugin), written: plugin))] + values)))
  }
}

extension [NamedSettings] {
  /// A problem with the flag that it is about in place of the path in a configuration.
  func spoken(_ problem: SettingsProblem) -> SettingsProblem {
    var problem = problem
    let path = problem.path.split(separator: ".", maxSplits: 1).last.map(String.init) ?? ""
    guard let owner = first(where: { path == $0.name || path.hasPrefix($0.name + ".") }) else { return problem }
    let key = path.dropFirst(owner.name.count + 1)
    let isOfFlag = key.isEmpty || key == "plugin"
    problem.file =
      isOfFlag ? "--evaluator \(owner.name)" : "--set \(count > 1 ? "\(owner.name)." : "")\(key)"
    problem.path = ""
    problem.line = 0
    return problem
  }
}
