internal import CallModel
internal import Synchronization

/// Tells those who listen that what is throttled may have changed: at once when it has, and every
/// ten seconds in any case, so that a listener whose connection is gone is found out.
///
/// A ring that finds a listener busy is kept, one at most: whoever listens reads the whole state
/// then, so nothing is lost and no queue grows.
package final class ThrottleFeed: Sendable {
  /// Further listeners are turned away.
  package static let mostListeners = 1_000
  static let beat = Nanoseconds.seconds(10)

  /// One who listens; ending the iteration, or `stop`, ends it.
  package struct Listener: Sendable {
    package let changes: AsyncStream<Void>
    let bell: AsyncStream<Void>.Continuation
    package func stop() { bell.finish() }
  }

  private struct State {
    var next = 0
    var bells: [Int: AsyncStream<Void>.Continuation] = [:]
    var nextBeat = Nanoseconds.min
  }

  private let state = Mutex(State())

  /// Rings once at once, then whenever something may have changed; nil if there are too many listeners.
  package func listen() -> Listener? {
    state.withLock { state in
      guard state.bells.count < Self.mostListeners else { return nil }
      let (stream, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
      let id = state.next
      state.next += 1
      state.bells[id] = bell
      bell.onTermination = { [weak self] _ in self?.forget(id) }
      bell.yield()
      return Listener(changes: stream, bell: bell)
    }
  }

  private func forget(_ id: Int) { _ = state.withLock { $0.bells.removeValue(forKey: id) } }

  func ring() {
    for bell in state.withLock({ Array($0.bells.values) }) { bell.yield() }
  }

  /// Lets time pass.
  func beat(at now: Nanoseconds) {
    let isDue = state.withLock { state in
      guard now >= state.nextBeat || state.nextBeat - now > Self.beat else { return false }
      state.nextBeat = now + Self.beat
      return true
    }
    if isDue { ring() }
  }
}
