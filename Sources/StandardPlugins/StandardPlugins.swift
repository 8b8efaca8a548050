internal import AlertmanagerExporter
internal import GroundednessEvaluator
internal import HTTPEvaluator
internal import JSONSchemaEvaluator
internal import JsonlExporter
internal import JudgeEvaluator
internal import OtlpExporter
package import PluginKit
internal import ProcessEvaluator
internal import ProcessExporter
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
    ProcessFactory.self,
    HTTPFactory.self,
    JudgeFactory.self,
  ]

  package static let exporters: [any ExporterFactory.Type] = [
    PrometheusFactory.self,
    OtlpFactory.self,
    JsonlFactory.self,
    WebhookFactory.self,
    AlertmanagerFactory.self,
    ProcessExporterFactory.self,
  ]

  /// Makes an evaluator of a plugin that lies in a folder, in whatever language.
  package static func evaluator(
    _ settings: inout Settings, command: [String], folder: String, revision: String, host: any Host
  ) throws(SettingsError) -> any Evaluator {
    try ProcessFactory.make(&settings, command: command, folder: folder, revision: revision, host: host)
  }

  /// Makes an exporter of a plugin that lies in a folder, in whatever language.
  package static func exporter(
    _ settings: inout Settings, command: [String], folder: String, host: any Host
  ) throws(SettingsError) -> Exporter {
    try ProcessExporterFactory.make(&settings, command: command, folder: folder, host: host)
  }
}
