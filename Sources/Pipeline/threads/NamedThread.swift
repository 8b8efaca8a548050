internal import Glibc

/// A thread of our own, for work that blocks: SQLite, PCRE2, waiting on a queue.
///
/// The cooperative pool has as many threads as the machine has cores; two blocked ones would stop
/// every task, so blocking work never runs there.
package final class NamedThread: Sendable {
  private final class Body {
    let name: String
    let run: @Sendable () -> Void
    init(name: String, run: @escaping @Sendable () -> Void) {
      self.name = name
      self.run = run
    }
  }

  private let thread: pthread_t?

  /// Starts the thread; the kernel shows the first 15 bytes of the name.
  package init(_ name: String, run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let body = Unmanaged.passRetained(Body(name: name, run: run))
    let status = pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer else { return nil }
        let body = Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
        nameThread(body.name)
        body.run()
        return nil
      }, body.toOpaque())
    if status == 0 {
      self.thread = thread
    } else {
      body.release()
      self.thread = nil
    }
  }

  /// Whether the system could give us a thread at all.
  package var isRunning: Bool { thread != nil }

  /// Waits until the thread has ended; called once.
  package func join() {
    if let thread { pthread_join(thread, nil) }
  }
}

/// Names the calling thread for `top -H` and the like; the function for it is hidden behind a
/// macro that Swift's headers do not set.
private func nameThread(_ name: String) {
  let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
  guard file >= 0 else { return }
  let bytes = Array(name.utf8.prefix(15))
  _ = write(file, bytes, bytes.count)
  close(file)
}
