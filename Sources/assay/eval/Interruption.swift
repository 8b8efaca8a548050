internal import Glibc
internal import Synchronization

/// Whether somebody asked this process to stop, by Ctrl-C or SIGTERM.
enum Interruption {
  private static let asked = Atomic(false)

  static var isAsked: Bool { asked.load(ordering: .relaxed) }

  /// Stops what waits for rows, as a signal does.
  static func ask() { asked.store(true, ordering: .relaxed) }

  /// The first signal asks, the second ends the process. A reader of our output that leaves is an
  /// error of writing and no signal.
  static func watch() {
    // The handler must find the flag made: making it takes a lock.
    asked.store(false, ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Interruption.asked.store(true, ordering: .relaxed) }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
    signal(SIGPIPE, SIG_IGN)
  }
}
