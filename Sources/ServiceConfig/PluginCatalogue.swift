internal import PluginKit

/// The plugins that lie in folders, by kind and id.
struct PluginCatalogue {
  private(set) var evaluators: [String: ProgramPlugin] = [:]
  private(set) var exporters: [String: ProgramPlugin] = [:]
  /// What is wrong in a folder, by its name: an error for an entry that names it, else a warning.
  private(set) var problems: [String: [SettingsProblem]] = [:]

  /// - Parameters:
  ///   - folders: in the order of the search path; of two with one name the first counts.
  ///   - builtIn: ids that folders cannot take.
  init(_ folders: [PluginFolder], builtInEvaluators: Set<String>, builtInExporters: Set<String>) {
    for folder in folders {
      var found: [SettingsProblem] = []
      defer { problems[folder.name, default: []] += found }
      guard let plugin = ProgramPlugin(folder, problems: &found) else { continue }
      let isEvaluator = plugin.manifest.kind == .evaluator
      let id = plugin.manifest.id
      func report(_ message: String) {
        found.append(
          SettingsProblem(.error, file: "\(folder.path)/plugin.json", line: 0, path: "id", message: message))
      }
      if (isEvaluator ? builtInEvaluators : builtInExporters).contains(id) {
        report("the service has a built-in \(plugin.manifest.kind.rawValue) '\(id)'; give the folder another name")
      } else if let other = (isEvaluator ? evaluators : exporters)[id] {
        report("'\(id)' lies in \(other.folder) too, and that comes first in 'plugins'")
      } else if isEvaluator {
        evaluators[id] = plugin
      } else {
        exporters[id] = plugin
      }
    }
  }

  /// What is wrong in the folders: errors of those that entries name, warnings of the others.
  func problems(named names: Set<String>) -> [SettingsProblem] {
    problems.sorted { $0.key < $1.key }.flatMap { name, found in
      found.map { problem in
        var problem = problem
        problem.severity = names.contains(name) ? .error : .warning
        return problem
      }
    }
  }
}
