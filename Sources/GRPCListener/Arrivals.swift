internal import Synchronization

/// The requests that have come in whole and wait for their call to be handled, each by a number.
///
/// The transport hands on copies of bytes and no types of ours, so that it carries the number only.
/// Bounded by the calls that are open: a call has one request, taken out when it is handled or closed.
final class Arrivals: Sendable {
  private struct Waiting {
    var next: UInt64 = 0
    var requests: [UInt64: Arrival] = [:]
  }

  private let waiting = Mutex(Waiting())

  /// The number by which the request can be taken, once.
  func add(_ arrival: Arrival) -> UInt64 {
    waiting.withLock { waiting in
      waiting.next &+= 1
      waiting.requests[waiting.next] = arrival
      return waiting.next
    }
  }

  func take(_ number: UInt64) -> Arrival? {
    waiting.withLock { $0.requests.removeValue(forKey: number) }
  }

  var count: Int { waiting.withLock { $0.requests.count } }
}

/// A request that has come in, or why it was not let in.
struct Arrival {
  var sender: OTLPSender
  var message: Result<CompleteMessage, Refusal>
  /// The bytes that are taken at the intake bound, to be left by whoever takes this.
  var held: Int
}
