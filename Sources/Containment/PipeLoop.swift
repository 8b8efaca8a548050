internal import CContainment
internal import CallModel
internal import Glibc
internal import Synchronization

/// One thread that serves the pipes and sees the ends of all programs, by epoll(7).
///
/// Bound: it holds nothing itself but one buffer of 64 KiB; what waits, waits in pipes of the kernel, of
/// `pipeSize` bytes each.
final class PipeLoop: Sendable {
  /// How often memory is looked at, and what is overdue.
  static let look = Nanoseconds.milliseconds(100)
  /// How long a program's standard error is left alone after a share of it was taken.
  static let pause = Nanoseconds.milliseconds(10)
  /// The capacity that pipes are given where the kernel allows.
  static let pipeSize: Int32 = 256 << 10

  private struct State {
    var children: [UInt64: Child] = [:]
    var jobs: [@Sendable () -> Void] = []
    var lastId: UInt64 = 0
    var isStopped = false
  }

  private let epoll: Int32
  private let bell: Int32
  private let state = Mutex(State())

  /// Nil where the system gives no thread or descriptor.
  init?() {
    epoll = ccontainment_epoll_create()
    bell = ccontainment_eventfd()
    guard epoll >= 0, bell >= 0, ccontainment_epoll_set(epoll, bell, Interest.readable, 0) == 0 else { return nil }
    guard startThread("plugin-pipes", { [self] in run() }) else { return nil }
  }

  deinit {
    if epoll >= 0 { close(epoll) }
    if bell >= 0 { close(bell) }
  }

  /// Runs something on the thread, soon; false once the loop is stopped.
  func post(_ job: @escaping @Sendable () -> Void) -> Bool {
    let isTaken = state.withLock { state in
      if state.isStopped { return false }
      state.jobs.append(job)
      return true
    }
    ring()
    return isTaken
  }

  /// Ends all programs, and then the thread.
  func stop() {
    let children = state.withLock { state in
      state.isStopped = true
      return Array(state.children.values)
    }
    for child in children { child.kill() }
    ring()
  }

  func newId() -> UInt64 {
    state.withLock { state in
      state.lastId += 1
      return state.lastId
    }
  }

  func add(_ child: Child) {
    let isStopped = state.withLock { state in
      state.children[child.id] = child
      return state.isStopped
    }
    if isStopped { child.kill() }
  }

  func remove(_ child: Child) {
    state.withLock { _ = $0.children.removeValue(forKey: child.id) }
  }

  /// Asks to be told of a descriptor; with `once` no more than the next time.
  func watch(_ descriptor: Int32, _ channel: Channel, of child: UInt64, for interest: UInt32) {
    _ = ccontainment_epoll_set(epoll, descriptor, interest, child << 3 | UInt64(channel.rawValue))
  }

  /// Which of a program's descriptors an event is about.
  enum Channel: UInt8 {
    case input = 1, output, errors, report, launcher, supervisor
  }

  /// What epoll(7) is asked for.
  enum Interest {
    static let readable: UInt32 = 0x001
    static let readableOnce: UInt32 = 0x001 | 1 << 30
    static let writableOnce: UInt32 = 0x004 | 1 << 30
  }

  private func ring() {
    var one: UInt64 = 1
    _ = write(bell, &one, 8)
  }

  private func run() {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { buffer.deallocate() }
    var tokens = [UInt64](repeating: 0, count: 64)
    var lastLook = monotonic()
    var hasPaused = false
    while true {
      let (isIdle, isStopped) = state.withLock { ($0.children.isEmpty, $0.isStopped) }
      if isIdle, isStopped { break }
      let wait = hasPaused ? Self.pause : Self.look
      let count = ccontainment_epoll_wait(epoll, &tokens, 64, isIdle ? -1 : Int32(wait / 1_000_000))
      for token in tokens.prefix(Int(max(0, count))) {
        if token == 0 {
          var rings: UInt64 = 0
          _ = read(bell, &rings, 8)
        } else if let channel = Channel(rawValue: UInt8(token & 7)) {
          state.withLock { $0.children[token >> 3] }?.handle(channel, buffer)
        }
      }
      let (jobs, children) = state.withLock { state in
        defer { state.jobs = [] }
        return (state.jobs, Array(state.children.values))
      }
      for job in jobs { job() }

      let now = monotonic()
      hasPaused = false
      for child in children where child.resumeErrors(now) { hasPaused = true }
      if now - lastLook >= Self.look {
        lastLook = now
        for child in children { child.look(now) }
      }
    }
  }
}

/// Time that no clock setting moves.
func monotonic() -> Nanoseconds {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Nanoseconds(time.tv_sec) * 1_000_000_000 + Nanoseconds(time.tv_nsec)
}
