internal import Glibc

/// The moment at which the deadlines of all transfers have to be looked at; it may be too early,
/// never too late.
final class Alarm {
  private(set) var at = Int64.max

  func bringForward(to moment: Int64) { at = min(at, moment) }

  func clear() { at = .max }
}

/// Nanoseconds since the system started: never set back.
func monotonicTime() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
