import PluginKit
import ServiceConfig

/// A context in which the files under config/ can be read: stand-ins for the real plugins, with
/// their keys, and the real price list.
func shippedContext() throws -> ConfigurationContext {
  var shipped = context()
  shipped.evaluators = [StandIn.Regex.self, StandIn.JSONSchema.self, StandIn.ReferenceAnswer.self]
  shipped.defaultPrices = try Fixtures.shipped("prices.yaml")
  return shipped
}

/// Factories that know the keys of the real plugins and look at none of their values.
enum StandIn {
  struct Regex: EvaluatorFactory {
    static let id = "regex"
    static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
      read(
        [
          "must_match", "must_not_match", "may_match", "captures", "ignore_case", "multiline", "dotall", "match_limit",
          "in",
        ], &settings)
    }
  }

  struct JSONSchema: EvaluatorFactory {
    static let id = "json_schema"
    static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
      read(["schema", "find"], &settings)
    }
  }

  struct ReferenceAnswer: EvaluatorFactory {
    static let id = "reference_answer"
    static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator {
      read(["reference", "references", "method", "pass_at"], &settings)
    }
  }

  private static func read(_ keys: [String], _ settings: inout Settings) -> any Evaluator {
    for key in keys { _ = settings.raw(key) }
    return Yes()
  }
}

/// Has no settings of its own.
struct BareFactory: EvaluatorFactory {
  static let id = "bare"
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any Evaluator { Yes() }
}
