import CallModel
import PluginKit
import ServiceConfig
import Spending
import Testing

/// The files under config/ are read as a user's would be.
@Suite struct ShippedFilesTests {
  @Test func theDefaultConfigurationIsGood() throws {
    let loaded = try load("assay.yaml")
    #expect(loaded.problems.map(\.description) == [])
    let configuration = try #require(loaded.configuration)
    #expect(configuration.evaluators.map(\.plugin) == ["regex", "json_schema", "reference_answer"])
    #expect(configuration.alerts.count >= 3)
    #expect(configuration.alerts.allSatisfy { $0.mode == .shadow && $0.throttle != nil })
  }

  /// What it writes out beyond its examples is what an empty file means.
  @Test func theDefaultConfigurationShowsTheDefaults() throws {
    let shown = try #require(try load("assay.yaml").configuration)
    let meant = try #require(loadConfiguration("", file: "empty", in: try shippedContext()).configuration)
    #expect(shown.listen == meant.listen)
    #expect(shown.storage == meant.storage)
    #expect(shown.sampling == meant.sampling)
    #expect(shown.pluginFolders == meant.pluginFolders)
    #expect(shown.exporters.map(\.name) == meant.exporters.map(\.name))
    #expect(shown.exporters.map(\.path) == meant.exporters.map(\.path))
    #expect(shown.prices.entries == meant.prices.entries)
  }

  @Test(arguments: ["minimal", "throttle-enforce", "demo"])
  func theExamplesAreGood(name: String) throws {
    let loaded = try load("examples/\(name).yaml")
    #expect(loaded.problems.map(\.description) == [])
    #expect(loaded.configuration?.alerts.isEmpty == false)
  }

  @Test func theExampleOfBudgetsIsGood() throws {
    let loaded = try load("examples/budgets.yaml")
    #expect(loaded.problems.map(\.description) == [])
    #expect(loaded.configuration?.budgets.count == 4 && loaded.configuration?.limits.count == 2)
  }

  /// What is commented out in the default configuration is good when the comment sign is taken away.
  @Test func theCommentedExamplesAreGood() throws {
    let text = try Fixtures.shipped("assay.yaml")
    let marks = ["# budgets:", "# limits:", "#   everyone:", "#   per-user"]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      marks.contains { line.hasPrefix($0) } ? String(line.dropFirst(2)) : String(line)
    }
    let loaded = loadConfiguration(lines.joined(separator: "\n"), file: "assay.yaml", in: try shippedContext())
    #expect(loaded.problems.map(\.description) == [])
    #expect(loaded.configuration?.budgets.count == 2 && loaded.configuration?.limits.count == 2)
  }

  @Test func theDemoFitsIntoTwoMinutes() throws {
    let configuration = try #require(try load("examples/demo.yaml").configuration)
    #expect(configuration.sampling.rate == 1)
    for alert in configuration.alerts {
      #expect(alert.window <= .seconds(20) && alert.holdFor <= .seconds(1) && alert.minSamples <= 10)
      #expect((alert.throttle?.stepAtLeast ?? 0) <= .seconds(2))
    }
    #expect(configuration.alerts.contains { $0.mode == .enforce })
  }

  private func load(_ path: String) throws -> LoadedConfiguration {
    let text = try Fixtures.shipped(path)
    return loadConfiguration(text, file: path, in: try shippedContext())
  }
}
