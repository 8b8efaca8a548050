import Glibc

/// Lets a server's thread wait for a task; never called in a task.
///
/// `@unchecked Sendable`: the descriptors are written by `init` only, and the system lets any thread use a pipe.
final class Gate: @unchecked Sendable {
  private var ends: [Int32] = [-1, -1]

  init() { pipe(&ends) }

  deinit { for end in ends { close(end) } }

  func open() { _ = write(ends[1], "x", 1) }

  func wait() {
    var byte: UInt8 = 0
    _ = read(ends[0], &byte, 1)
  }
}
