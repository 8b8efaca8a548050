public import CallModel

/// A plugin that renders what is measured when somebody asks for it.
///
/// It opens no listening socket: the service asks it and answers.
public protocol PullExporter: Sendable {
  /// The document for a request's `Accept` header, and its content type.
  func render(_ snapshot: MetricsSnapshot, accept: String?) -> (contentType: String, body: [UInt8])
}

/// Makes the exporter of one plugin.
public protocol ExporterFactory: Sendable {
  /// The folder's name, and the value of `plugin:` in a configuration.
  static var id: String { get }

  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> any PullExporter
}
