internal import ArgumentParser
internal import PluginKit
internal import StandardPlugins

struct Plugins: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Lists the plugins that a configuration can name.")

  func run() {
    for factory in StandardPlugins.evaluators { print("evaluator  \(factory.id)") }
    for factory in StandardPlugins.exporters { print("exporter   \(factory.id)") }
  }
}
