internal import CContainment
internal import Glibc

/// The pipes between the service and a program: its own ends, and those that the launcher takes.
struct LaunchPipes: ~Copyable {
  private(set) var own: [Int32] = []
  private(set) var theirs: [Int32] = []

  /// - Throws: too many open files.
  init() throws(SystemError) {
    // Standard input is written here, output, errors and the report are read.
    for ownEnd in [1, 0, 0, 0] as [Int32] {
      var ends: [Int32] = [-1, -1]
      guard ccontainment_pipe(&ends, ownEnd) == 0 else {
        let error = SystemError(errno)
        for descriptor in own + theirs { close(descriptor) }
        own = []
        theirs = []
        throw error
      }
      own.append(ends[Int(ownEnd)])
      theirs.append(ends[Int(1 - ownEnd)])
      // Fewer turns at full speed; a kernel that refuses gives 64 KiB.
      if theirs.count < 4 { _ = ccontainment_pipe_size(ends[0], PipeLoop.pipeSize) }
    }
  }

  deinit { for descriptor in own + theirs { close(descriptor) } }

  /// Starts a launcher on the other ends, and closes them here.
  ///
  /// - Throws: why it cannot be started.
  mutating func start(_ path: String, _ arguments: [String], environment: [String]) throws(SystemError) -> pid_t {
    var pid: pid_t = 0
    let status = withPointers(to: arguments) { arguments in
      withPointers(to: environment) { ccontainment_start(path, arguments, $0, theirs, &pid) }
    }
    for descriptor in theirs { close(descriptor) }
    theirs = []
    guard status == 0 else { throw SystemError(status) }
    return pid
  }

  mutating func handOver(_ state: inout Child.State) {
    state.input.set(own[0])
    state.output.set(own[1])
    state.errors.set(own[2])
    state.report.set(own[3])
    own = []
  }
}

/// The texts as C has them, with a null after the last.
private func withPointers<T>(to texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T) -> T {
  let copies = texts.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies + [nil])
}
