internal import Synchronization

/// The bound at the first hop: how many bytes of batches may be under way at once.
///
/// A batch is under way from the moment its body is read until its calls are counted, so the
/// memory for ingest is bounded whatever senders do. When it is full, senders are told to come
/// back (503 with `Retry-After`).
package final class IntakeGate: Sendable {
  package let limit: Int
  private let used = Atomic<Int>(0)

  package init(limit: Int) { self.limit = limit }

  /// Takes room for so many bytes, or says no. A batch larger than the limit passes alone.
  package func enter(_ bytes: Int) -> Bool {
    let (_, now) = used.add(bytes, ordering: .relaxed)
    if now <= limit || now == bytes { return true }
    used.subtract(bytes, ordering: .relaxed)
    return false
  }

  package func leave(_ bytes: Int) { used.subtract(bytes, ordering: .relaxed) }

  package var inUse: Int { used.load(ordering: .relaxed) }
}
