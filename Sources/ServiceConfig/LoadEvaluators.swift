package import PluginKit

/// Reads one value as a command line gives it: a word, number or boolean as YAML takes an unquoted
/// one, whatever characters it holds; what begins with `[`, `{` or a quote, as YAML as a whole.
package func writtenSetting(_ text: String) -> Result<Setting, SettingsProblem> {
  guard let first = text.first, "[{\"'".contains(first) else {
    return .success(Setting(coreSchemaValue(text), written: text))
  }
  let document = YAMLDocument(text, file: "", environment: nil)
  if let problem = document.problems.first { return .failure(problem) }
  return .success(document.root ?? Setting(.null))
}

/// Makes evaluators of entries that come from elsewhere than a configuration, with the same checks; plugins in
/// other languages are looked for where a configuration looks that says nothing.
///
/// - Parameters:
///   - entries: by name, what would stand under `evaluators:`.
///   - file: What messages call the place that they come from.
/// - Returns: the evaluators, and all problems with paths such as `evaluators.NAME.key`.
package func loadEvaluators(
  _ entries: [(key: String, value: Setting)], file: String, in context: ConfigurationContext
) -> (evaluators: [EvaluatorEntry], problems: [SettingsProblem]) {
  let root = Setting(.map([(key: "evaluators", value: Setting(.map(entries)))]))
  var settings = Settings(root, file: file, path: "")
  let plugins = context.catalogue(Configuration().pluginFolders)
  let evaluators = settings.evaluators(context, plugins).here
  let named = settings.pluginsNamed(in: root)
  return (evaluators, settings.problems + plugins.problems(named: named).filter { $0.severity == .error })
}
