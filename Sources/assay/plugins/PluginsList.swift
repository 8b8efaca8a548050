internal import ArgumentParser
internal import CallModel
internal import FoundationEssentials
internal import HTTPClient
internal import JSON
internal import Logging
internal import PluginAuthoring
internal import PluginKit
internal import Service
internal import ServiceConfig
internal import StandardPlugins

struct PluginsList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists what is loaded, and how the programs of plugins are doing.",
    discussion: """
      It asks the service where the configuration says that it listens, or at --url; a key for it, with the role \
      read, comes from ASSAY_KEY. Where no service runs, or with --config, it says what the configuration would load.
      """)

  @Option(help: "The service's address, as http://127.0.0.1:4318.")
  var url: String?

  @OptionGroup var file: ConfigurationFile

  @Flag(help: "One JSON object a plugin on standard output, as GET /api/plugins has them.")
  var json = false

  func validate() throws {
    guard url == nil || file.config == nil else {
      throw ValidationError("--url asks a service, --config says what a file would load: give one of them")
    }
  }

  func run() async throws {
    if let url {
      switch await ask(url) {
      case .answer(let plugins): return show(plugins, source: "the service at \(url)")
      case .refused(let message), .unreachable(let message):
        printError("\(url): \(message)")
        throw ExitCode(2)
      }
    }
    let configuration = try file.load(logger: Logger(label: "assay"), needsKeys: false)
    if file.config == nil {
      let address = "\(configuration.listen.tls == nil ? "http" : "https")://\(configuration.listen.http)"
      switch await ask(address) {
      case .answer(let plugins): return show(plugins, source: "the service at \(address)")
      case .refused(let message): printError("\(address): \(message)")
      case .unreachable: break
      }
    }
    show(
      configuration.rosterEntries.map { .object(JSONObject($0.members + [("queued", .null), ("program", .null)])) },
      source: "\(file.config ?? "the configuration"), which no service was asked about")
  }

  private enum Answer {
    case answer([JSON])
    /// Somebody answered otherwise.
    case refused(String)
    case unreachable(String)
  }

  private func ask(_ address: String) async -> Answer {
    var options = HTTPClientOptions()
    options.largestInFlight = 1
    let host = ServiceHost(logger: Logger(label: "assay") { _ in SwiftLogNoOpLogHandler() }, options: options)
    var headers: [HostHeader] = []
    if let key = ProcessInfo.processInfo.environment["ASSAY_KEY"], !key.isEmpty {
      headers.append(HostHeader("authorization", "Bearer \(key)"))
    }
    let base = address.hasSuffix("/") ? String(address.dropLast()) : address
    let response: HostResponse
    do throws(HostError) {
      response = try await host.http(
        HostRequest(
          method: "GET", url: "\(base)/api/plugins", headers: headers, deadline: .seconds(5), largestBody: 4 << 20))
    } catch {
      return .unreachable(error.description)
    }
    let body = try? JSON(parsing: response.body, maxDepth: 16)
    guard response.status == 200, let plugins = body?["plugins"]?.array else {
      let message = body?["error"]?["message"]?.string.map { ": \($0.prefix(300))" } ?? ""
      let advice = [401, 403].contains(response.status) ? "; put a key with the role read into ASSAY_KEY" : ""
      return .refused("it answered with status \(response.status)\(message)\(advice)")
    }
    return .answer(plugins)
  }

  private func show(_ plugins: [JSON], source: String) {
    if json {
      for plugin in plugins { print(plugin.text()) }
      return
    }
    for line in PluginTable(plugins).lines { print(line) }
    print("")
    print("from \(source)")
    let named = StandardPlugins.evaluators.map { $0.id }.joined(separator: ", ")
    print("built-in evaluators: \(named)")
    print("built-in exporters:  \(StandardPlugins.exporters.map { $0.id }.joined(separator: ", "))")
  }
}
