internal import GroundednessEvaluator
internal import JSONSchemaEvaluator
internal import JsonlExporter
internal import OtlpExporter
package import PluginKit
internal import PrometheusExporter
internal import ReferenceAnswerEvaluator
internal import RegexEvaluator
internal import RelevanceEvaluator
internal import WebhookExporter

/// The plugins that are compiled in: one line each, and this is the only place that names them.
package enum StandardPlugins {
  package static let evaluators: [any EvaluatorFactory.Type] = [
    RegexFactory.self,
    JSONSchemaFactory.self,
    ReferenceAnswerFactory.self,
    GroundednessFactory.self,
    RelevanceFactory.self,
  ]

  package static let exporters: [any ExporterFactory.Type] = [
    PrometheusFactory.self,
    OtlpFactory.self,
    JsonlFactory.self,
    WebhookFactory.self,
  ]
}
