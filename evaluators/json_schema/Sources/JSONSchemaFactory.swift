public import PluginKit

/// Makes the `json_schema` evaluator: an answer fails if it is no JSON or does not fit a schema.
public struct JSONSchemaFactory: EvaluatorFactory {
  public static let id = "json_schema"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
    let schema = settings.schema("schema", host: host)
    let place = settings.choice("find", default: JSONPlace.anywhere)
    guard let schema, !settings.hasProblems else { throw SettingsError() }
    return JSONSchemaEvaluator(schema: schema, place: place)
  }
}
