public import CallModel

/// A plugin that carries measurements, verdicts or alerts out of the service.
public enum Exporter: Sendable {
  /// It renders a document when somebody asks for it.
  case pull(any PullExporter)
  /// It is handed what happens, and sends it on.
  case push(any PushExporter)
}

/// A plugin that renders what is measured when somebody asks for it.
///
/// It opens no listening socket: the service asks it and answers.
public protocol PullExporter: Sendable {
  /// The document for a request's `Accept` header, and its content type.
  func render(_ snapshot: MetricsSnapshot, accept: String?) -> (contentType: String, body: [UInt8])
}

/// Makes the exporter of one plugin, one for each entry under `exporters:`.
public protocol ExporterFactory: Sendable {
  /// The folder's name, and the value of `plugin:` in a configuration.
  static var id: String { get }

  /// Reads the entry's settings.
  ///
  /// Problems are reported into `settings`, so that a user sees all of them at once; throw
  /// only when nothing can be made. Keys that are not read here are reported as unknown. For a
  /// push exporter the service itself reads `interval`, `queue` and `give_up_after`, for a pull
  /// exporter `path`.
  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter
}
