internal import Glibc

/// Runs `body` on a detached thread of its own; false if the system has none to give.
///
/// The thread takes no signals: those are for the rest of the process.
func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
  final class Body {
    let name: String
    let run: @Sendable () -> Void
    init(_ name: String, _ run: @escaping @Sendable () -> Void) {
      self.name = name
      self.run = run
    }
  }
  var all = sigset_t()
  var before = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  var thread = pthread_t()
  let context = Unmanaged.passRetained(Body(name, body))
  let status = pthread_create(
    &thread, nil,
    { pointer in
      guard let pointer else { return nil }
      let body = Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
      nameThread(body.name)
      body.run()
      return nil
    }, context.toOpaque())
  guard status == 0 else {
    context.release()
    return false
  }
  pthread_detach(thread)
  return true
}

/// The function for it is hidden behind a macro that Swift's headers do not set.
private func nameThread(_ name: String) {
  let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
  guard file >= 0 else { return }
  let bytes = Array(name.utf8.prefix(15))
  _ = write(file, bytes, bytes.count)
  close(file)
}
