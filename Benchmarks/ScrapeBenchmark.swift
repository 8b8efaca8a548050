import CallModel
import Pipeline
import PluginKit
import PrometheusExporter
import Telemetry

/// A scrape of ten thousand series: the snapshot and its text.
struct ScrapeBenchmark {
  func run() throws {
    let symbols = Symbols()
    var measurements = Measurements()
    let now = wallClock()
    // A route, provider and model with tokens, spend and errors makes some twenty series.
    for route in 0..<760 {
      for position in 0..<40 {
        var call = CallRecord()
        call.operation = .chat
        call.route = symbols.routes.intern("route-\(route)")
        call.provider = symbols.providers.intern("openai")
        call.model = symbols.models.intern("model-\(route % 20)")
        call.servedModel = call.model
        call.duration = Int64(100_000_000 * (1 + position))
        call.usage = TokenUsage(input: Int64(100 + position), output: 50, cacheRead: 10, reasoning: 5)
        call.cost = NanoDollars(1_000)
        measurements.record(call, at: now)
      }
    }
    var settings = Settings(nil, file: "", path: "")
    guard case .pull(let exporter) = try PrometheusFactory.make(&settings, host: NoHost()) else { return }
    var best = Int64.max
    var series = 0
    for _ in 0..<20 {
      let began = wallClock()
      let snapshot = MetricsSnapshot(families: measurements.snapshot(at: now, symbols: symbols), at: now)
      let body = exporter.render(snapshot, accept: nil).body
      best = min(best, wallClock() - began)
      series = body.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }.count
    }
    print("scrape: \(series) series in \(Double(best) / 1e6) ms")
  }
}

private struct NoHost: Host {
  func now() -> Nanoseconds { 0 }
  func log(_ level: LogLevel, _ message: String) {}
  func readFile(_ path: String) throws(HostError) -> [UInt8] { throw HostError("no files here") }
}
