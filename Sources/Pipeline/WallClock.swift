package import CallModel
internal import Glibc

/// The system's clock, in nanoseconds since 1970.
package func wallClock() -> Nanoseconds {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Stops a thread of our own for a while; never the cooperative pool's.
func pause(_ length: Nanoseconds) {
  var time = timespec(tv_sec: Int(length / 1_000_000_000), tv_nsec: Int(length % 1_000_000_000))
  nanosleep(&time, nil)
}
