import LoopbackClient
import Pipeline
import Synchronization

/// OTLP over HTTP and over gRPC beside each other: the same batches, by turns, to one service.
struct TransportBenchmark {
  let port: UInt16
  var seconds = 10
  var rounds = 3
  var connections = 8

  func run() {
    guard let service = ServiceProcess(configuration: "", port: port) else {
      return print("transports: the service did not start")
    }
    defer { service.stop() }
    let (httpPort, grpcPort) = (service.port, service.grpcPort)
    var rates: [(http: Double, grpc: Double)] = []
    for _ in 0..<rounds {
      let http = rate { HTTPSender(port: httpPort) }
      let grpc = rate { GRPCSender(port: grpcPort) }
      rates.append((http, grpc))
      print("  HTTP \(Int(http)) spans/s, gRPC \(Int(grpc)) spans/s")
    }
    let ratios = rates.map { $0.grpc / max($0.http, 1) }.sorted()
    let median = Double(Int(ratios[ratios.count / 2] * 100)) / 100
    print("transports: gRPC takes \(median) of what HTTP takes, median of \(rounds) rounds of \(seconds) s each")
  }

  /// Acknowledged spans a second with senders that a closure makes, one a connection.
  private func rate(_ make: @escaping @Sendable () -> (any BatchSender)?) -> Double {
    let acknowledged = Atomic<Int>(0)
    let end = wallClock() + Int64(seconds) * 1_000_000_000
    let began = wallClock()
    withoutActuallyEscaping({
      guard let sender = make() else { return }
      var batch = SampleBatch(spans: 100)
      while wallClock() < end {
        batch.renew()
        guard let isTaken = sender.send(batch.bytes) else { return }
        if isTaken { acknowledged.add(batch.spans, ordering: .relaxed) }
      }
    }) { send in
      let shared = SharedWork(send)
      let threads = (0..<connections).map { _ in NamedThread("sender") { shared.body() } }
      for thread in threads { thread.join() }
    }
    return Double(acknowledged.load(ordering: .relaxed)) / (Double(wallClock() - began) / 1e9)
  }
}

/// One connection that sends batches; nil if it broke, false if the batch was refused.
private protocol BatchSender {
  func send(_ batch: [UInt8]) -> Bool?
}

private struct HTTPSender: BatchSender {
  let connection: LoopbackConnection

  init?(port: UInt16) {
    guard let connection = LoopbackConnection(port: port) else { return nil }
    self.connection = connection
  }

  func send(_ batch: [UInt8]) -> Bool? {
    connection.send("POST", "/v1/traces", contentType: "application/x-protobuf", body: batch).map { $0.status == 200 }
  }
}

private struct GRPCSender: BatchSender {
  let connection: LoopbackGRPC

  init?(port: UInt16) {
    let path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
    guard let connection = LoopbackGRPC(port: port, path: path) else { return nil }
    self.connection = connection
  }

  func send(_ batch: [UInt8]) -> Bool? { connection.send(batch) }
}

/// Hands a closure that outlives nothing to threads that are joined before it ends.
///
/// `@unchecked Sendable`: the closure touches atomics and its own connection only.
private struct SharedWork: @unchecked Sendable {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}
