public import PluginKit

/// Makes the `json_schema` evaluator: an answer fails if it is no JSON or does not fit a schema.
public struct JSONSchemaFactory: EvaluatorFactory {
  public static let id = "json_schema"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    let draft = settings.has("draft") ? settings.choice("draft", default: Dialect.Draft.draft2020) : nil
    _ = settings.raw("draft")
    let format = settings.choice("format", default: FormatUse.annotate)
    let folder = settings.text("schemas")
    let dialect = draft.map { Dialect(draft: $0) } ?? .unstated
    let source = settings.source(
      "schema", host: host,
      SchemaCompiler.Options(
        dialect: dialect, assertsFormats: format == .assert, library: .folder(folder, host: host)))
    let place = settings.choice("find", default: JSONPlace.anywhere)
    if case .calls = source, folder != nil {
      settings.report(
        "no files are read for a schema that comes with a call; leave 'schemas' away", at: "schemas")
    }
    guard let source, !settings.hasProblems else { throw SettingsError() }
    return JSONSchemaEvaluator(source: source, place: place)
  }
}

/// What `format` in a schema does.
enum FormatUse: String, CaseIterable {
  case annotate
  case assert
}
