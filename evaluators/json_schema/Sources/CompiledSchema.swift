package import CallModel
package import JSON

/// A schema by itself, without a configuration around it: what is measured.
package struct CompiledSchema: Sendable {
  private let evaluator: JSONSchemaEvaluator
  private let schema: Schema

  /// Nil if the document is no schema. `format` demands something.
  package init?(_ document: JSON) {
    guard let schema = try? SchemaCompiler.compile(document, SchemaCompiler.Options(assertsFormats: true)) else {
      return nil
    }
    self.schema = schema
    evaluator = JSONSchemaEvaluator(source: .fixed(schema), place: .anywhere)
  }

  /// Whether a value fits; false too where that cannot be found out.
  package func accepts(_ value: JSONView) -> Bool {
    do throws(ValidationFault) {
      return try Validation.violation(of: schema, by: value) == nil
    } catch {
      return false
    }
  }

  /// What the evaluator says of one call.
  package func verdict(on call: LLMCall) -> Verdict { evaluator.judge(call) }
}
