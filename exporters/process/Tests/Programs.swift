import CallModel
import JSON
import PluginKit
import PluginTestKit

@testable import ProcessExporter

typealias Program = @Sendable (ProgramConsole) async -> ProgramExit

/// A program that says it is ready, and answers each item with what `body` makes of it.
func program(_ body: @escaping @Sendable (JSON, ProgramConsole) async -> String?) -> Program {
  { console in
    guard await console.readLine() != nil else { return .status(2) }
    await console.write("{\"ready\":{\"protocol\":1,\"name\":\"test\",\"version\":\"1\"}}\n")
    while let line = await console.readLine() {
      guard let value = try? JSON(parsing: line), let id = value["id"]?.string else { continue }
      guard let answer = await body(value, console) else { return .status(3) }
      await console.write("{\"id\":\"\(id)\",\(answer)}\n")
    }
    return .status(0)
  }
}

func exporter(_ host: TestHost, _ settings: [String: Setting.Value] = [:]) throws -> any PushExporter {
  var entry = Settings(entries: settings.merging(["command": ["send", "it"], "timeout": "60s"]) { old, _ in old })
  guard case .push(let exporter) = try ProcessExporterFactory.make(&entry, host: host) else { throw SettingsError() }
  return exporter
}

/// The factory with a program that posts each item by the host that the suite gives, so that the
/// suite's receivers, down or in whatever mood, are behind the program.
struct PostingFactory: ExporterFactory {
  static let id = ProcessExporterFactory.id

  static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    let post = program { value, _ in
      do throws(HostError) {
        let response = try await host.http(HostRequest(url: "https://a", body: Array(value.text().utf8)))
        switch response.status {
        case 200..<300: return "\"ok\":true"
        case 429, 502, 503, 504:
          let after = response.retryAfter(now: host.now()).map { ",\"retry_after_ms\":\($0 / 1_000_000)" } ?? ""
          return "\"error\":\"status \(response.status)\",\"retry\":true\(after)"
        default: return "\"error\":\"status \(response.status), bearer token-of-it\""
        }
      } catch {
        return "\"error\":\"\(error)\",\"retry\":\(error.isTransient)"
      }
    }
    return try ProcessExporterFactory.make(&settings, host: TestHost(programs: { _ in post }))
  }
}
