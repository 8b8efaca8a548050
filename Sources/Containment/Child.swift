internal import CContainment
internal import CallModel
internal import Glibc
internal import PluginKit
internal import Synchronization

/// A program that was started: its pipes, its processes and who waits for them.
///
/// Every system call on its descriptors is made under its lock and never blocks, so none is closed under another.
final class Child: Sendable {
  typealias Started = CheckedContinuation<Result<ContainmentReport, HostError>, Never>
  typealias Reading = CheckedContinuation<Result<[UInt8]?, HostError>, Never>
  typealias Writing = CheckedContinuation<Result<Void, HostError>, Never>

  struct Write {
    let id: UInt64
    let bytes: [UInt8]
    var written: Int
    let continuation: Writing
  }

  struct State: ~Copyable {
    var input = Descriptor()
    var output = Descriptor()
    var errors = Descriptor()
    var report = Descriptor()
    var launcher = Descriptor()
    var supervisor = Descriptor()

    var started: Started?
    var reading: Reading?
    var writes: [Write] = []
    var waiting: [CheckedContinuation<ProgramExit, Never>] = []
    var lastWrite: UInt64 = 0

    var begun: Nanoseconds
    var process: pid_t?
    var holds: ContainmentReport?
    var failure: HostError?
    var ended: ProgramExit?
    var exit: ProgramExit?

    /// When its end was asked for.
    var killed: Nanoseconds?
    var isSignalled = false
    var overMemory: Int?
    var residentSize = 0

    var limiter: LogLimiter
    /// Bytes of its standard error, since a moment.
    var taken = 0
    var takenSince: Nanoseconds = 0
    var pausedAt: Nanoseconds?
  }

  let id: UInt64
  let name: String
  let limits: ProgramLimits
  let loop: PipeLoop
  let folder: PrivateFolder
  let state: Mutex<State>
  private let log: @Sendable (String) -> Void
  private let cleanUp: @Sendable () -> Void

  init(
    _ plan: LaunchPlan, folder: PrivateFolder, loop: PipeLoop, started: Started,
    log: @escaping @Sendable (String) -> Void, cleanUp: @escaping @Sendable () -> Void
  ) {
    id = loop.newId()
    name = plan.program.command.first ?? ""
    limits = plan.program.limits
    self.loop = loop
    self.folder = folder
    self.log = log
    self.cleanUp = cleanUp
    let now = monotonic()
    state = Mutex(
      State(started: started, begun: now, limiter: LogLimiter(rate: plan.program.limits.logRate, now: now)))
  }

  /// Takes what a launcher was started with into its care; on the loop's thread.
  func run(_ pipes: inout LaunchPipes, launcher: pid_t) {
    let descriptor = ccontainment_pidfd_open(launcher)
    state.withLock { state in
      pipes.handOver(&state)
      state.launcher.set(descriptor)
      loop.watch(state.errors.number, .errors, of: id, for: PipeLoop.Interest.readableOnce)
      loop.watch(state.report.number, .report, of: id, for: PipeLoop.Interest.readable)
      loop.watch(descriptor, .launcher, of: id, for: PipeLoop.Interest.readable)
    }
    loop.add(self)
  }

  /// Something happened to one of the descriptors; on the loop's thread.
  func handle(_ channel: PipeLoop.Channel, _ buffer: UnsafeMutableRawBufferPointer) {
    switch channel {
    case .input: writeOn()
    case .output: readOn(buffer)
    case .errors: readErrors(buffer)
    case .report, .launcher, .supervisor: follow(channel, buffer)
    }
  }

  func write(lines: [String]) {
    for line in lines { log(line) }
  }

  /// Nothing of it runs any more; once, on the loop's thread.
  func finish(_ buffer: UnsafeMutableRawBufferPointer) {
    drainErrors(buffer)
    loop.remove(self)
    folder.remove()
    cleanUp()
    let closed = HostError("\(name) has ended", isTransient: true)
    let (exit, started, waiting, writes, failure) = state.withLock { state in
      let exit = state.overMemory.map(ProgramExit.overMemory) ?? state.ended ?? .signal(Int(SIGKILL))
      state.exit = exit
      state.input.close()
      state.errors.close()
      state.report.close()
      defer {
        state.started = nil
        state.waiting = []
        state.writes = []
      }
      return (exit, state.started, state.waiting, state.writes, state.failure)
    }
    started?.resume(
      returning: .failure(failure ?? HostError("\(name) ended before it began: \(exit)", isTransient: true)))
    for write in writes { write.continuation.resume(returning: .failure(closed)) }
    for continuation in waiting { continuation.resume(returning: exit) }
  }
}

/// A descriptor that this process owns, or none.
struct Descriptor: ~Copyable {
  private(set) var number: Int32 = -1

  init() {}

  deinit { if number >= 0 { Glibc.close(number) } }

  var isOpen: Bool { number >= 0 }

  mutating func set(_ new: Int32) {
    close()
    number = new
  }

  mutating func close() {
    if number >= 0 { Glibc.close(number) }
    number = -1
  }
}
