import Glibc
import Synchronization

/// Runs a piece of work on a thread with a 512 KiB stack: what the threads of the cooperative
/// pool have, so that a recursion that goes too deep fails here first.
func onSmallStack(_ work: @escaping @Sendable () -> Void) -> Bool {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setstacksize(&attributes, 512 << 10)
  var thread = pthread_t()
  let status = pthread_create(
    &thread, &attributes,
    { argument in
      if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().work() }
      return nil
    }, Unmanaged.passRetained(Job(work)).toOpaque())
  return status == 0 && pthread_join(thread, nil) == 0
}

private final class Job: Sendable {
  let work: @Sendable () -> Void
  init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}
