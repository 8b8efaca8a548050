internal import Synchronization

/// How many calls are open on all connections of a listener.
final class OpenCalls: Sendable {
  private let limit: Int
  private let open = Atomic<Int>(0)

  init(limit: Int) { self.limit = limit }

  /// Whether those that came last must be refused.
  var areTooMany: Bool { open.load(ordering: .relaxed) > limit }

  func enter() { open.add(1, ordering: .relaxed) }
  func leave() { open.subtract(1, ordering: .relaxed) }
}
