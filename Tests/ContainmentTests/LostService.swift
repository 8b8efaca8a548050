import Glibc
import PluginKit
import Testing

@testable import Containment

/// A launcher and its program whose service dies: all that the kernel does then is to close its descriptors.
final class LostService {
  private var pipes: LaunchPipes?
  private let supervisor: pid_t

  init(_ world: World, _ command: [String]) throws {
    let plan = LaunchPlan(
      program: HostProgram(command: command), folder: "/", temporary: "/tmp", user: 0, hidden: [],
      forbidden: [.whole, .ordinary].contains(world) ? .user : [.user, .namespaces])
    var pipes = try LaunchPipes()
    let launcher = world.launcher
    let pid = try pipes.start(
      launcher[0], launcher + plan.arguments, environment: plan.environment(path: nil, libraries: nil))
    waitpid(pid, nil, 0)
    var text: [UInt8] = []
    var started: pid_t = 0
    // It runs once it has written a line.
    while !text.contains(10) {
      var byte: UInt8 = 0
      var ready = pollfd(fd: pipes.own[1], events: Int16(POLLIN), revents: 0)
      try #require(poll(&ready, 1, 10_000) == 1)
      try #require(read(pipes.own[1], &byte, 1) == 1)
      text.append(byte)
    }
    var record: [Int32] = [0, 0, 0]
    while started == 0, read(pipes.own[3], &record, 12) == 12 { if record[0] == 1 { started = record[1] } }
    try #require(started > 0)
    supervisor = started
    self.pipes = consume pipes
  }

  func die() { pipes = nil }

  /// Whether it is gone in as many milliseconds; it is a child of this process.
  func supervisorEnds(within milliseconds: Int) -> Bool {
    for _ in 0..<milliseconds {
      if waitpid(supervisor, nil, WNOHANG) == supervisor { return true }
      usleep(1000)
    }
    return false
  }
}
