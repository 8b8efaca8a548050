internal import Synchronization

/// The evaluators that judge now, for whoever shows how they are doing.
final class BenchesInForce: Sendable {
  private let current: Mutex<[EvaluatorBench]>

  init(_ benches: [EvaluatorBench]) { current = Mutex(benches) }

  var value: [EvaluatorBench] { current.withLock { $0 } }

  func replace(with benches: [EvaluatorBench]) { current.withLock { $0 = benches } }
}
