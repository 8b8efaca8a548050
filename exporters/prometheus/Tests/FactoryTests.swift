import Foundation
import PluginKit
import PluginTestKit
import Testing

@testable import PrometheusExporter

@Suite struct FactoryTests {
  @Test func keepsWhatEveryExporterPromises() {
    #expect(ExporterConformance.check(PrometheusFactory.self) == [])
  }

  @Test func hasNoSettings() throws {
    let map = Setting(.map([(key: "prefix", value: Setting(.text("x"), line: 3))]), line: 2)
    var settings = Settings(map, file: "assay.yaml", path: "exporters.metrics")
    _ = try PrometheusFactory.make(&settings, host: TestHost())
    settings.finish()
    #expect(settings.problems.map(\.line) == [3])
  }

  @Test func manifestNamesTheFactory() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appending(path: "plugin.json"))
    let manifest = try JSONDecoder().decode([String: String].self, from: data)
    #expect(manifest == ["id": PrometheusFactory.id, "kind": "exporter", "version": "1.0.0"])
  }
}
