internal import ArgumentParser

struct Plugins: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists plugins and how they are doing, begins a new one, and tests one.",
    subcommands: [PluginsList.self, PluginsNew.self, PluginsTest.self], defaultSubcommand: PluginsList.self)
}
