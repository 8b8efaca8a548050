internal import CallModel

/// Wakes a `Metronome` before its time.
final class Bell: Sendable {
  enum Signal {
    case none, ring, stop
  }

  fileprivate let signal = Monitor(Signal.none)

  func ring() { signal.withLock { if $0 == .none { $0 = .ring } } }
}

/// A named thread that takes a turn every so often, and at once when its bell rings.
final class Metronome: Sendable {
  private let bell: Bell
  private let thread: NamedThread

  /// - Parameter rest: the least time between two turns, however often the bell rings.
  init(
    _ name: String, every interval: Nanoseconds, rest: Nanoseconds = 0, bell: Bell = Bell(),
    turn: @escaping @Sendable (Nanoseconds) -> Void
  ) {
    self.bell = bell
    thread = NamedThread(name) {
      while true {
        let stops: Bool? = bell.signal.wait(timeout: interval) { signal in
          switch signal {
          case .stop: return true
          case .none: return nil
          case .ring:
            signal = .none
            return false
          }
        }
        if stops == true { return }
        turn(wallClock())
        if rest > 0 { pause(rest) }
      }
    }
  }

  var isRunning: Bool { thread.isRunning }

  func stop() {
    bell.signal.withLock { $0 = .stop }
    thread.join()
  }
}
