import Glibc
import LoopbackClient
import Pipeline
import Synchronization

/// Durable ingest end to end: senders on this machine, batches of 100 spans over HTTP, each
/// acknowledged from the disk.
///
/// Run twice: without evaluators and alerts, and with three evaluators and two alerts over every call.
struct IngestBenchmark {
  /// Much like `config/assay.yaml`: two of the evaluators give a verdict on every one of these calls.
  static let judging = """
    evaluators:
      no-refusal:
        { plugin: regex, must_not_match: 'as an ai (language )?model', ignore_case: true, sample: 100% }
      json-object: { plugin: json_schema, on: "route=*-extractor", schema: { type: object }, sample: 100% }
      right-answer: { plugin: reference_answer, method: normalised, sample: 100% }
    alerts:
      answers-refused:
        when: { signal: fail_ratio, evaluator: no-refusal, above: 10%, window: 10m, min_samples: 50, for: 1m }
        by: [route, model]
        then: { throttle: {}, mode: shadow }
      answers-slow:
        when: { signal: latency, quantile: 0.95, above: 30s, window: 10m, min_samples: 50, for: 2m }
        by: [route, model]
        then: { throttle: {}, mode: shadow }
    """

  let name: String
  let configuration: String
  let port: UInt16
  var seconds = 60
  var connections = 8

  func run() {
    guard let service = ServiceProcess(configuration: configuration, port: port) else {
      return print("\(name): the service did not start")
    }
    defer { service.stop() }
    sleep(2)
    let idle = service.memory.now
    let acknowledged = Atomic<Int>(0)
    let failed = Atomic<Int>(0)
    let stop = Atomic<Bool>(false)
    let began = wallClock()
    let port = service.port
    withoutActuallyEscaping({
      guard let connection = LoopbackConnection(port: port) else { return }
      var batch = SampleBatch(spans: 100)
      while !stop.load(ordering: .relaxed) {
        batch.renew()
        let answer = connection.send("POST", "/v1/traces", contentType: "application/x-protobuf", body: batch.bytes)
        if answer?.status == 200 {
          acknowledged.add(batch.spans, ordering: .relaxed)
        } else {
          failed.add(1, ordering: .relaxed)
          if answer == nil { return }
          usleep(100_000)
        }
      }
    }) { send in
      let shared = Shared(send)
      let threads = (0..<connections).map { _ in NamedThread("sender") { shared.body() } }
      for second in 1...seconds {
        sleep(1)
        if second % 10 == 0 {
          let rate = Double(acknowledged.load(ordering: .relaxed)) / (Double(wallClock() - began) / 1e9)
          print("  after \(second) s: \(Int(rate)) spans/s, \(Int(service.memory.now)) MiB resident")
        }
      }
      stop.store(true, ordering: .relaxed)
      for thread in threads { thread.join() }
    }
    let elapsed = Double(wallClock() - began) / 1e9
    let total = acknowledged.load(ordering: .relaxed)
    let processor = service.processorSeconds
    print(
      "\(name): \(Int(Double(total) / elapsed)) spans/s of \(SampleBatch(spans: 100).bytes.count / 100) bytes over "
        + "\(Int(elapsed)) s, \(connections) connections, \(failed.load(ordering: .relaxed)) refused")
    print(
      "\(name): idle \(Int(idle)) MiB, peak \(Int(service.memory.peak)) MiB, "
        + "\(Int(processor / Double(total) * 1e9)) ns of processor a span")
    let counted = waitForCount(total, port: port)
    print("\(name): \(counted) of \(total) acknowledged spans are counted in /metrics")
    let judged = sum(of: "assay_evaluations_total{", port: port)
    let refused = sum(of: "assay_queue_refused_total{queue=\"judge\"}", port: port)
    print("\(name): \(judged) verdicts; \(refused) calls found no room in the judge's queue")
  }

  private func waitForCount(_ total: Int, port: UInt16) -> Int {
    var counted = 0
    for _ in 0..<100 {
      counted = sum(of: "assay_calls_total{", port: port)
      if counted >= total { break }
      usleep(100_000)
    }
    return counted
  }

  /// The sum of the series of `/metrics` whose lines begin so.
  private func sum(of prefix: String, port: UInt16) -> Int {
    guard let connection = LoopbackConnection(port: port), let answer = connection.send("GET", "/metrics") else {
      return 0
    }
    return String(decoding: answer.body, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix(prefix) }
      .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0) { $0 + Int($1) }
  }
}

/// Hands a closure that outlives nothing to threads that are joined before it ends.
///
/// `@unchecked Sendable`: the closure touches atomics and its own connection only.
private struct Shared: @unchecked Sendable {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}
