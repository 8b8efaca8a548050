internal import CContainment
internal import Glibc
package import PluginKit
internal import Synchronization

/// Runs programs contained: the service's way to plugins in any language (DESIGN.md 4).
///
/// Each runs behind a launcher, which is this binary once more (`Sources/CContainment`). What of the containment the
/// kernel allows is in each program's `ContainmentReport`; docs/decisions/0011 says what holds where.
package final class ContainedPrograms: Sendable {
  private let launcher: [String]
  private let forbidden: Forbidden
  private let users = UserPool()
  private let hidden = Mutex<[String]>([])
  private let loop = Mutex<PipeLoop?>(nil)

  /// - Parameters:
  ///   - launcher: A binary that has this target in it, and arguments before the launcher's own.
  ///   - forbidden: Means to leave unused, as if the kernel forbade them.
  package init(launcher: [String] = ["/proc/self/exe"], forbidden: Forbidden = []) {
    self.launcher = launcher
    self.forbidden = forbidden
  }

  deinit { loop.withLock { $0?.stop() } }

  /// Files and folders that no program sees from its start on, where the kernel allows; those that do not exist by
  /// then are passed over.
  package func hide(_ paths: [String]) {
    hidden.withLock { hidden in
      for path in paths.map(absolutePath) where !hidden.contains(path) { hidden.append(path) }
    }
  }

  /// Starts a program; it ends at the latest when the process that is returned is given up.
  ///
  /// - Parameter log: gets the lines of its standard error, on the thread that serves all programs: it must not block.
  /// - Throws: where it cannot be started; transient where something ran out.
  package func spawn(
    _ program: HostProgram, log: @escaping @Sendable (String) -> Void
  ) async throws(HostError) -> ContainedProcess {
    if let problem = program.problem { throw HostError(problem) }
    guard let loop = runningLoop() else {
      throw HostError("the system gives no more threads or descriptors", isTransient: true)
    }
    let made = Mutex<Child?>(nil)
    let result: Result<ContainmentReport, HostError> = await withCheckedContinuation { continuation in
      let isTaken = loop.post { [self] in
        do throws(HostError) {
          let child = try launch(program, in: loop, started: continuation, log: log)
          made.withLock { $0 = child }
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
      if !isTaken { continuation.resume(returning: .failure(HostError("the service is stopping"))) }
    }
    let report = try result.get()
    guard let child = made.withLock({ $0 }) else { throw HostError("\(program.command): it was not started") }
    if report.isBesideService { ccontainment_close_memory() }
    return ContainedProcess(child, report, of: self)
  }

  /// What this kernel and user allow, found by containing a program that does nothing.
  package func probe(network: Bool = false) async throws(HostError) -> ContainmentReport {
    let program = HostProgram(command: ["/bin/sh", "-c", ":"], folder: "/", limits: .init(network: network))
    let process = try await spawn(program) { _ in }
    _ = await process.exit()
    return process.report
  }

  private func runningLoop() -> PipeLoop? {
    loop.withLock { loop in
      if loop == nil {
        // A write to a program that is gone is an error, not the end of the service.
        signal(SIGPIPE, SIG_IGN)
        loop = PipeLoop()
      }
      return loop
    }
  }

  /// On the loop's thread: it takes as long as the system needs for a new process.
  private func launch(
    _ program: HostProgram, in loop: PipeLoop, started: Child.Started, log: @escaping @Sendable (String) -> Void
  ) throws(HostError) -> Child {
    let name = program.command.first ?? ""
    let user = forbidden.contains(.user) ? nil : users.take()
    var folder: PrivateFolder?
    do throws(SystemError) {
      let temporary = try PrivateFolder(owner: user)
      folder = temporary
      let plan = LaunchPlan(
        program: program, folder: absolutePath(program.folder ?? ""), temporary: temporary.path, user: user ?? 0,
        hidden: hidden.withLock { $0 }, forbidden: forbidden)
      var pipes = try LaunchPipes()
      let pid = try pipes.start(
        launcher[0], launcher + plan.arguments,
        environment: plan.environment(path: variable("PATH"), libraries: variable("LD_LIBRARY_PATH")))
      let child = Child(plan, folder: temporary, loop: loop, started: started, log: log) { [users] in
        if let user { users.giveBack(user) }
      }
      child.run(&pipes, launcher: pid)
      return child
    } catch {
      folder?.remove()
      if let user { users.giveBack(user) }
      throw HostError("\(name): \(error)", isTransient: error.isTransient)
    }
  }

  private func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
