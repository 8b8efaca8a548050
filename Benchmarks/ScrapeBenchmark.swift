import CallModel
import Glibc
import Pipeline
import PluginKit
import PrometheusExporter
import Synchronization
import Telemetry

/// A scrape, snapshot and rendering, of ten and of a hundred thousand series; and how long calls that
/// are recorded meanwhile wait for it.
///
/// A hundred thousand come about at the limits that the service has: 2,000 sets of route, provider
/// and model that stream and fail now and then, and 600 models.
struct ScrapeBenchmark {
  private let formats = [
    ("text", "text/plain"), ("OpenMetrics", "application/openmetrics-text;version=1.0.0"),
    ("protobuf", "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"),
  ]

  func run() throws {
    let small = World(routes: 760, models: 20, isStreaming: false)
    try scrape(small, formats: formats.prefix(1))
    let large = World(routes: 2_000, models: 600, isStreaming: true)
    try scrape(large, formats: formats[...])
    stall(large, whileScraping: nil)
    var settings = Settings(nil, file: "", path: "")
    guard case .pull(let exporter) = try PrometheusFactory.make(&settings, host: NoHost()) else { return }
    stall(large, whileScraping: exporter)
  }

  private func scrape(_ world: World, formats: ArraySlice<(String, String)>) throws {
    var settings = Settings(nil, file: "", path: "")
    guard case .pull(let exporter) = try PrometheusFactory.make(&settings, host: NoHost()) else { return }
    let lines = exporter.render(world.snapshot(), accept: nil).body.split(separator: UInt8(ascii: "\n"))
    let series = lines.count { $0.first != UInt8(ascii: "#") }
    for (name, accept) in formats {
      var times: [(total: Int64, snapshot: Int64, own: Int64)] = []
      var size = 0
      for _ in 0..<20 {
        let (began, ownBegan) = (wallClock(), processorTime())
        let snapshot = world.snapshot()
        let taken = wallClock()
        size = exporter.render(snapshot, accept: accept).body.count
        times.append((wallClock() - began, taken - began, processorTime() - ownBegan))
      }
      times.sort { $0.total < $1.total }
      print(
        "scrape: \(series) series as \(name) in \(milliseconds(times[0].total)) ms at best, "
          + "\(milliseconds(times[10].total)) ms usually (snapshot \(milliseconds(times[10].snapshot)); "
          + "\(milliseconds(times[10].own)) ms of processor), \(size >> 10) KiB")
    }
  }

  /// Records batches of 100 calls, at most one a millisecond, and prints how long one took at most.
  private func stall(_ world: World, whileScraping exporter: (any PullExporter)?) {
    let stop = Atomic<Bool>(false)
    let longest = Mutex<(wait: [Int64], own: [Int64])>(([], []))
    withoutActuallyEscaping({
      var random = SystemRandomNumberGenerator()
      while !stop.load(ordering: .relaxed) {
        let batch = (0..<100).map { _ in world.call(.random(in: 0..<world.routes, using: &random), .random(in: 0..<40))
        }
        let began = wallClock()
        let ownBegan = processorTime()
        world.record(batch)
        let (waited, own) = (wallClock() - began, processorTime() - ownBegan)
        longest.withLock {
          $0.wait.append(waited)
          $0.own.append(own)
        }
        usleep(1_000)
      }
    }) { record in
      let shared = Shared(record)
      let thread = NamedThread("recorder") { shared.body() }
      let began = wallClock()
      while wallClock() - began < 6_000_000_000 {
        if let exporter {
          for (_, accept) in formats { _ = exporter.render(world.snapshot(), accept: accept) }
        } else {
          usleep(10_000)
        }
      }
      stop.store(true, ordering: .relaxed)
      thread.join()
    }
    let (waits, own) = longest.withLock { ($0.wait.sorted(), $0.own.sorted()) }
    print(
      "scrape: \(exporter == nil ? "without scrapes" : "under scrapes without a pause") a batch of 100 calls is "
        + "recorded in \(milliseconds(waits[waits.count / 2])) ms, 99.9 % in "
        + "\(milliseconds(waits[waits.count * 999 / 1_000])) ms, all of \(waits.count) in "
        + "\(milliseconds(waits[waits.count - 1])) ms, with \(milliseconds(own[own.count * 999 / 1_000])), at most \(milliseconds(own[own.count - 1])) ms of processor; the lock was "
        + "held for a scrape \(milliseconds(world.longestHold)) ms at most")
  }

  private func milliseconds(_ time: Int64) -> String { String(Double(time / 1_000) / 1_000) }
}

/// The measurements of a service under one lock, as the pipeline keeps them.
private final class World: Sendable {
  let routes: Int
  private let models: Int
  private let isStreaming: Bool
  private let symbols = Symbols()
  private let measurements = Mutex(Measurements())
  private let hold = Atomic<Int64>(0)
  private let routeNames: [Symbol]
  private let modelNames: [Symbol]
  private let provider: Symbol

  init(routes: Int, models: Int, isStreaming: Bool) {
    self.routes = routes
    self.models = models
    self.isStreaming = isStreaming
    let symbols = symbols
    routeNames = (0..<routes).map { symbols.routes.intern("route-\($0)") }
    modelNames = (0..<models).map { symbols.models.intern("model-\($0)") }
    provider = symbols.providers.intern("openai")
    for route in 0..<routes { record((0..<40).map { call(route, $0) }) }
  }

  func call(_ route: Int, _ position: Int) -> CallRecord {
    var call = CallRecord()
    call.trace = TraceID(high: UInt64(route + 1), low: UInt64(position))
    call.span = SpanID(UInt64(position + 1))
    call.operation = .chat
    call.route = routeNames[route]
    call.provider = provider
    call.model = modelNames[route % models]
    call.servedModel = call.model
    call.duration = Int64(100_000_000 * (1 + position))
    if isStreaming {
      call.timeToFirstToken = Int64(10_000_000 * (1 + position))
      call.outcome = position == 39 ? .error : .ok
    }
    call.usage = TokenUsage(
      input: Int64(100 + 10 * position), output: Int64(50 + position), cacheRead: 10, reasoning: 5)
    call.cost = NanoDollars(1_000)
    return call
  }

  func record(_ batch: [CallRecord]) {
    let now = wallClock()
    measurements.withLock { measurements in
      for call in batch { measurements.record(call, at: now) }
    }
  }

  func snapshot() -> MetricsSnapshot {
    let now = wallClock()
    let (copy, held) = measurements.withLock { measurements in
      let began = processorTime()
      let copy = measurements
      return (copy, processorTime() - began)
    }
    if held > hold.load(ordering: .relaxed) { hold.store(held, ordering: .relaxed) }
    return MetricsSnapshot(families: copy.snapshot(at: now, symbols: symbols), at: now)
  }

  var longestHold: Int64 { hold.load(ordering: .relaxed) }
}

/// Hands a closure that outlives nothing to a thread that is joined before it ends.
///
/// `@unchecked Sendable`: the closure touches atomics and locks only.
private struct Shared: @unchecked Sendable {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}

private struct NoHost: Host {
  func now() -> Nanoseconds { 0 }
  func log(_ level: LogLevel, _ message: String) {}
  func readFile(_ path: String) throws(HostError) -> [UInt8] { throw HostError("no files here") }
}
