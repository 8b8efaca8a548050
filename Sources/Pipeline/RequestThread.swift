/// Runs what a request must not do in the cooperative pool, one after the other on a thread of its own:
/// reading or writing the disk, or what takes much memory.
///
/// At most 64 wait; beyond that the answer is nil, and the request is told to come back.
package final class RequestThread: Sendable {
  private let worker: Worker<@Sendable () -> Void>

  package init(_ name: String) {
    worker = Worker(name, bound: 64, batch: 1) { work in
      for query in work { query() }
    }
  }

  package func run<Result: Sendable>(_ query: @escaping @Sendable () -> Result) async -> Result? {
    await withCheckedContinuation { answer in
      if !worker.offer({ answer.resume(returning: query()) }) { answer.resume(returning: nil) }
    }
  }

  package func stop() { worker.stop() }
  var isRunning: Bool { worker.isRunning }
  var depth: (items: Int, cost: Int, refused: UInt64) { worker.depth }
}
