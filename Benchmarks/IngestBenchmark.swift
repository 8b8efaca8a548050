import Glibc
import LoopbackClient
import Pipeline
import Synchronization

/// Durable ingest end to end: senders on this machine, batches of 100 spans over HTTP, each
/// acknowledged from the disk.
struct IngestBenchmark {
  var seconds = 60
  var connections = 8

  func run() {
    guard let service = ServiceProcess(configuration: "") else { return print("ingest: the service did not start") }
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
      "ingest: \(Int(Double(total) / elapsed)) spans/s of \(SampleBatch(spans: 100).bytes.count / 100) bytes over "
        + "\(Int(elapsed)) s, \(connections) connections, \(failed.load(ordering: .relaxed)) refused")
    print(
      "ingest: idle \(Int(idle)) MiB, peak \(Int(service.memory.peak)) MiB, "
        + "\(Int(processor / Double(total) * 1e9)) ns of processor a span")
    let counted = waitForCount(total, port: port)
    print("ingest: \(counted) of \(total) acknowledged spans are counted in /metrics")
  }

  private func waitForCount(_ total: Int, port: UInt16) -> Int {
    var counted = 0
    for _ in 0..<100 {
      guard let connection = LoopbackConnection(port: port), let answer = connection.send("GET", "/metrics") else {
        break
      }
      let text = String(decoding: answer.body, as: UTF8.self)
      counted = text.split(separator: "\n").filter { $0.hasPrefix("assay_calls_total{") }
        .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0) { $0 + Int($1) }
      if counted >= total { break }
      usleep(100_000)
    }
    return counted
  }
}

/// Hands a closure that outlives nothing to threads that are joined before it ends.
///
/// `@unchecked Sendable`: the closure touches atomics and its own connection only.
private struct Shared: @unchecked Sendable {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}
