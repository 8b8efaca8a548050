internal import CallModel
public import PluginKit

/// What the service relies on in every push exporter.
///
/// ```swift
/// let problems = await PushExporterConformance.check(
///   WebhookFactory.self, settings: ["url": "https://ops.example/hook", "secret": "s3cret-of-16-bytes"],
///   secrets: ["s3cret-of-16-bytes"])
/// #expect(problems == [])
/// ```
public enum PushExporterConformance {
  /// Each promise that the exporter breaks with these settings, as a sentence; empty if none.
  ///
  /// - Parameters:
  ///   - settings: with what is sent not compressed, so that the suite can read it.
  ///   - secrets: texts in the settings that nobody may see.
  public static func check<Factory: ExporterFactory>(
    _ factory: Factory.Type, settings: [String: Setting.Value], secrets: [String] = []
  ) async -> [String] {
    let common = SettingsConformance(id: Factory.id, settings: settings, host: TestHost()) {
      (settings: inout Settings, host) throws(SettingsError) in
      _ = try Factory.make(&settings, host: host)
    }
    let make = { @Sendable (host: TestHost) -> (any PushExporter)? in
      var entry = Settings(entries: settings)
      guard case .push(let exporter)? = try? Factory.make(&entry, host: host) else { return nil }
      entry.finish()
      return entry.hasProblems ? nil : exporter
    }
    guard let exporter = make(TestHost()) else { return ["the settings are refused, or it is no push exporter"] }
    if exporter.wants.isEmpty { return ["it wants nothing"] }
    let suite = PushExporterSuite(make: make, secrets: secrets)
    return common.problems() + (await suite.checkKinds()) + (await suite.checkFailures())
      + (await suite.checkOrder()) + (await suite.checkCancellation())
  }
}
