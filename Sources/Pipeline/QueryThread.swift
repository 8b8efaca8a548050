/// Runs what reads the disk for a request, on a thread of its own.
///
/// At most 64 wait; beyond that the answer is nil, and the request is told to come back.
final class QueryThread: Sendable {
  private let worker: Worker<@Sendable () -> Void>

  init() {
    worker = Worker("queries", bound: 64, batch: 1) { work in
      for query in work { query() }
    }
  }

  func run<Result: Sendable>(_ query: @escaping @Sendable () -> Result) async -> Result? {
    await withCheckedContinuation { answer in
      if !worker.offer({ answer.resume(returning: query()) }) { answer.resume(returning: nil) }
    }
  }

  func stop() { worker.stop() }
  var depth: (items: Int, cost: Int, refused: UInt64) { worker.depth }
}
