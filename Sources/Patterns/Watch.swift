internal import CPCRE2
internal import Glibc

/// What a callout looks at to decide whether a search may go on.
struct Watch {
  private let limit: Int64
  private let beganWall: Int64
  private let beganOwn: Int64
  /// Look at the clock at every so many callouts: the longer the text, the more may pass
  /// between two of them.
  private let stride: Int
  private var untilLook: Int

  init(limit: Int64, textLength: Int) {
    self.limit = limit
    beganWall = clock(CLOCK_MONOTONIC)
    beganOwn = clock(CLOCK_THREAD_CPUTIME_ID)
    stride = min(64, max(1, 65_536 / max(1, textLength)))
    untilLook = stride
  }

  private mutating func isOver() -> Bool {
    untilLook -= 1
    if untilLook > 0 { return false }
    untilLook = stride
    guard clock(CLOCK_MONOTONIC) - beganWall > limit else { return false }
    // The dearer clock decides: a thread that had to wait for its core is not to blame.
    return clock(CLOCK_THREAD_CPUTIME_ID) - beganOwn > limit
  }

  /// The C function that PCRE2 calls; a negative answer ends the search with that code.
  static let look: @convention(c) (UnsafeMutablePointer<pcre2_callout_block_8>?, UnsafeMutableRawPointer?) -> Int32 = {
    _, data in
    guard let data else { return 0 }
    return data.assumingMemoryBound(to: Watch.self).pointee.isOver() ? PCRE2_ERROR_CALLOUT : 0
  }
}

/// A clock's reading in nanoseconds.
func clock(_ id: clockid_t) -> Int64 {
  var time = timespec()
  clock_gettime(id, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
